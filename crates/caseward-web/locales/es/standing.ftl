# Acuerdos, formación, y a quién le falta qué.
place-agreements = Acuerdos y formación
agreements-empty = Todavía no hay nada previsto para su función.
agreements-empty-next = Mientras no se prevea un acuerdo y una formación, no se abre ningún expediente. Puede hacerlo la persona responsable de privacidad.
agreements-asks = { $count ->
    [one] Hay una cosa que le espera.
   *[other] Hay { $count } cosas que le esperan.
}
agreements-see-required = Ver lo que espera
agreements-all-well = Todo está firmado y al día. No hay nada que hacer.
agreements-of-your-part = Lo que pide su función
agreements-signed = Lo que firmó y completó
agreements-for-others = Para otras personas

stand-holds = Vigente
stand-ends-soon = Termina pronto
stand-missing = Falta
stand-waits = Por confirmar
stand-refused = Sin firmar
stand-holds-says = Vale hasta el { $day }.
stand-ends-soon-says = Vale hasta el { $day }. Puede renovarlo ahora, y así nada se cierra.
stand-again-says = Venció, o hay una versión nueva. Usted no hizo nada mal; es hora de leerlo otra vez.
stand-missing-says = Todavía no consta.
stand-waits-says = Se registró en papel. En cuanto una segunda persona lo confirme, vale.
stand-refused-says = Usted dijo que por ahora no lo firmará. Quien responde por su trabajo lo sabe, y puede firmar cuando quiera.
stand-until = hasta el { $day }
stand-take-course = Hacer el curso
stand-read-and-sign = Leer y firmar
stand-read = Leerlo otra vez

signed-version = versión { $number }
signed-on-screen = firmado en pantalla
signed-at-terminal = firmado en la línea de comandos de la oficina
signed-by-answering = completado con las respuestas
signed-on-paper = en papel, confirmado por una segunda persona
signed-waits = en papel; falta que una segunda persona lo confirme
signed-declined = en papel; la segunda persona no pudo confirmarlo
signed-copy = Su copia (PDF)
signed-certificate = Su certificado (PDF)

required-title = Antes de abrir expedientes
required-lead = Hay cosas que van primero. Hágalas una tras otra; los expedientes se abren en cuanto termine la última.
required-done-title = Está al día
required-done = Todo vale hasta el { $day }.
required-nothing-set = Todavía no hay nada previsto para su función
required-nothing-set-next = No se ha previsto ningún acuerdo, o ninguna formación, y sin ellos no se abre ningún expediente. Usted no puede cambiarlo: dígaselo a la persona responsable de privacidad.
required-lately = Recién hecho
required-go-on = Seguir con su trabajo
required-all = Todos los acuerdos y la formación

text-version = Versión { $number }, en vigor desde el { $day }
text-holds = Usted lo firmó; vale hasta el { $day }. Puede leerlo aquí cuando quiera.
text-changed = Lo nuevo
text-changes = Ver cada cambio
text-added = Nuevo:
text-removed = Ya no está:
text-refuse = No quiero firmar esto

teach-title = ¿Qué significa?
teach-hint = Unas preguntas, para que usted y nosotros sepamos que está claro. Si una respuesta no es lo que dice el texto, se lo decimos y puede responder otra vez, cuantas veces quiera.
teach-send = Enviar mis respuestas
teach-says = El texto dice:
teach-understood = Respondió a todas como dice el texto:
teach-go-on = Seguir para firmar
teach-wrong = Casi: todavía no todas las respuestas son lo que dice el texto
teach-wrong-next = Donde no lo son, abajo encontrará lo que dice el texto. Responda esas otra vez; las demás ya están.
teach-nothing = No se eligió ninguna respuesta
teach-nothing-next = Elija una respuesta para cada pregunta.
teach-replaced = Entretanto salió una versión nueva
teach-replaced-next = No se firmó nada. Este es el texto nuevo, con lo que cambió; léalo y responda a sus preguntas.

sign-title = Firmar
sign-lead = Escriba su nombre completo como lo escribiría a mano y marque cada declaración por separado.
sign-name = Nombre completo
sign-organization = Organización
sign-position = Cargo
sign-email = Correo electrónico
sign-phone = Teléfono
sign-statements = Marque cada una de estas
sign-mark = Dibuje su firma, si quiere
sign-mark-hint = Con un dedo, un lápiz o el ratón. No hace falta: su nombre escrito y las marcas son su firma.
sign-mark-clear = Borrar
sign-what-happens = Al firmar, vale enseguida. Recibe una copia en PDF, y en el registro queda una entrada que nombra el texto por su número, y a usted no ante nadie de fuera.
sign-do = Firmar
sign-back = Volver al texto
sign-needs-name = Escriba el nombre completo; como máximo 200 caracteres, todos visibles
sign-needs-organization = Escriba la organización
sign-needs-position = Escriba cómo se llama el cargo
sign-needs-email = Dé una dirección de correo, como nombre@oficina.example
sign-needs-phone = Dé un número de teléfono de 5 a 20 cifras
sign-needs-statements = Marque cada declaración, si está de acuerdo
sign-needs-mark = El dibujo no se pudo leer. Bórrelo y dibújelo otra vez, o déjelo sin dibujar

refuse-title = No tiene que firmar
refuse-lead = Si algo de este texto no le parece bien, es mejor decirlo que firmarlo.
refuse-closed = Los expedientes siguen cerrados para usted hasta que se firme. Con quién trabaja no cambia, y sus colegas pueden atender.
refuse-told = A quien responde por su trabajo se le dice que no ha firmado, para que puedan hablarlo. A nadie se le reprocha preguntar.
refuse-later = Puede firmar en cualquier momento, también dentro de un minuto.
refuse-words = ¿Qué le gustaría decir?
refuse-words-hint = No hace falta que diga nada. No nombre a ninguna persona atendida.
refuse-too-long = Es más de lo que cabe aquí. Escriba como máximo 2.000 caracteres; lo demás puede contarlo al hablar
refuse-do = Por ahora no lo firmo
refuse-back = Volver al texto

missing-title = A quién le falta qué
missing-empty = Aquí no hay nadie de cuyos acuerdos y formación se ocupe usted.
missing-lead = { $missing ->
    [0] A nadie de { $all } le falta nada.
    [one] A una persona de { $all } le falta algo y no puede abrir ningún expediente.
   *[other] A { $missing } de { $all } les falta algo y no pueden abrir ningún expediente.
}
missing-parts = Funciones para las que no hay nada previsto
missing-parts-next = Nadie con una de estas funciones puede entrar, firme lo que firme: cada función necesita al menos un acuerdo y una formación.
missing-person = Persona
missing-suspended = acceso suspendido o terminado
missing-not-asked = no se pide
missing-refused = Dijo que por ahora no lo firmará.
missing-talked = Ya lo hemos hablado
missing-more = Más personas

papers-title = Firmado en papel
papers-lead = Lo que alguien firmó en papel, o aprendió en otro lugar, vale cuando una persona lo registró con su copia escaneada y una segunda persona miró la copia.
papers-record = Registrar un papel
papers-empty = Ningún papel espera confirmación.
papers-second-person = Este lo tiene que confirmar una segunda persona
papers-second-person-next = Lo registró usted. Pídaselo a un colega que se ocupe de los acuerdos.
papers-version = Versión
papers-day = Fecha en el papel
papers-day-hint = El día en que se firmó, o en que tuvo lugar la formación.
papers-scan = Guardar la copia escaneada para mirarla
papers-scan-hint = Se entrega como archivo y aquí no se abre. Bórrela cuando la haya mirado.
papers-own = Este lo registró usted; lo confirma una segunda persona.
papers-confirm = Es como dice: confirmar
papers-decline = No lo es: no contarlo
papers-new-lead = Escriba lo que dice el papel y añada su copia escaneada. Lo confirma una segunda persona.
papers-whose = ¿De quién es el papel?
papers-what = ¿Qué se firmó o se aprendió?
papers-language = Idioma del texto
papers-scan-file = Copia escaneada
papers-scan-file-hint = Un archivo PDF, JPEG o PNG de 8 MB como máximo. Si hay que corregir otra cosa, elíjalo de nuevo.
papers-save = Registrarlo
papers-back = Volver a la lista
paper-needs-day = Dé la fecha del papel; no puede estar por venir
paper-needs-scan = Añada la copia escaneada: un archivo PDF, JPEG o PNG
paper-needs-smaller-scan = La copia pasa de 8 MB. Escanéela en gris o con menos puntos por pulgada

training-title = Formación
training-lead = Lo que su función le pide aprender, y hasta cuándo está al día.
training-empty = Todavía no hay formación prevista para su función.
training-completed = Lo que completó
course-version = Versión { $number }
course-holds = Usted lo completó; cuenta hasta el { $day }.
course-covers = Lo que abarca
course-questions = Preguntas
course-page = página { $number } de { $all }
course-next = Seguir
course-back = Volver
course-refuse = No quiero hacer este curso


missing-part = Función
missing-table = Guardar esta lista como tabla (CSV)

publish-title = Publicar una versión
publish-lead = Quien tiene que firmar ve qué cambió, responde unas preguntas y firma. Desde el día que usted indique, los expedientes siguen cerrados para quien no lo haya hecho.
publish-existing = Lo que hay
publish-nobody = no se pide a nadie
publish-write = Escribir una versión
publish-text-en = Texto en inglés
publish-text-es = Texto en español
publish-text-hint = Como su archivo: nombre, tipo, qué cambió, secciones con sus cláusulas, declaraciones y preguntas. Elija arriba un texto para partir de su versión más nueva. Los dos idiomas tienen la misma forma.
publish-roles = ¿A qué funciones se pide?
publish-from = ¿Desde qué día?
publish-from-hint = Déjelo vacío para que valga enseguida. Con un día futuro, todas las personas pueden firmar antes de que se cierre nada.
publish-hold-days = ¿Cuántos días vale una firma?
publish-look = Ver qué cambia
publish-looked = { $name }, versión { $number }: aún sin publicar
publish-same = En este idioma no cambia ninguna palabra.
publish-concerned = { $count ->
    [0] No cambia la situación de nadie.
    [one] Cambia la situación de una persona, enseguida o ese día.
   *[other] Cambia la situación de { $count } personas, enseguida o ese día.
}
publish-do = Publicarla
publish-unfit = Así aún no se puede publicar; el motivo está encima del formulario
publish-unfit-en = El texto en inglés aún no se puede leer; el motivo está encima del formulario
publish-unfit-es = El texto en español aún no se puede leer; el motivo está encima del formulario
publish-needs-roles = Marque al menos una función
publish-needs-from = Indique un día o déjelo vacío
publish-needs-hold-days = Indique un número de días de 1 a 3650
