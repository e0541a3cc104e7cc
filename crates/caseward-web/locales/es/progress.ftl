# Parejas en lo que sale sobre alguien del programa de hombres (DV-4.3).

progress-title = Parejas en este documento
progress-lead = Lo que sale sobre alguien del programa de hombres no dice nada de una pareja o expareja. Diga quiénes son: quedan ocultas en él, y no se pueden dejar legibles. Después lea cada frase que aún hable de una, y quítela o diga que puede quedarse.
progress-not-asked = Esto se pregunta para todo lo que sale sobre quien participa o participó en un programa para personas que ejercieron violencia. De esta persona nadie lo ha anotado.
progress-who = Quiénes son sus parejas y exparejas
progress-named-by = Lo dijo
progress-people = Sus parejas y exparejas
progress-people-hint = Una persona por línea, con comas entre los nombres de una misma: nombre y apellidos, apodos, nombres de antes. Se guarda con este documento, en el expediente de él; por eso, no ponga un nombre que él no deba conocer.
progress-nobody = O por qué no se puede nombrar a nadie
progress-nobody-hint = Por ejemplo: aquí no se conoce ningún nombre de ella, y ninguno está en los textos.
progress-name-do = Guardar quiénes son
progress-read-title = Frases que hablan de una pareja
progress-read-lead = Cada una se encontró por una palabra como esposa, ex o partner, por un nombre, o porque sigue hablando de ella. Quite primero lo que no debe ir: entonces el documento se prepara de nuevo, y lo que se dio por bueno antes se pregunta otra vez. No se encuentran todas, así que lea también el documento entero.
progress-compose-first = Cuando el documento esté preparado, aquí se muestra cada frase que hable de una pareja.
progress-none = No se encontró ninguna frase que hable de una pareja. Lea de todos modos el documento entero: no se encuentran todas.
progress-by = se encontró por:
progress-by-name = se encontró por un nombre oculto
progress-out = quitada: no sale nada de ella
progress-cleared = leída, y puede quedarse:
progress-out-do = Quitarla
progress-back-do = Volver a ponerla
progress-clear-do = La leí, y puede quedarse
progress-changed = Ha cambiado desde que lo miró. Aquí está como es ahora; mírelo de nuevo.
progress-second = Usted aprobó este documento. Otra persona tiene que leer sus frases y decir que pueden quedarse.
progress-go = Parejas y frases
progress-unnamed = Antes de preparar esto, diga quiénes son sus parejas y exparejas: quedan ocultas en él.
progress-named = Está dicho quiénes son sus parejas y exparejas. Ahora prepare el documento.
progress-unread = { $count ->
    [one] Una frase que habla de una pareja no se ha leído todavía. Hasta que se quite o se dé por buena, no sale nada.
   *[other] { $count } frases que hablan de una pareja no se han leído todavía. Hasta que cada una se quite o se dé por buena, no sale nada.
}
progress-all-read = Cada frase que habla de una pareja se leyó, y puede quedarse.
looked-of-partners = { $who } decidió qué deja fuera un documento; no salió nada.
