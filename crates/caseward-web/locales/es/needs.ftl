# Lo que se pregunta y por qué (RE-5, NASW-a).

needs-title = Lo que preguntamos y por qué
needs-lead = Una sección, o un dato suelto de un formulario, solo se pregunta donde consta una necesidad. Quien pregunta puede decir por qué, y puede dejarse vacío si usted no indica otra cosa.
needs-for = Necesidades de
needs-whole-office = Toda la oficina
needs-show = Mostrar
needs-sections = Lo que se puede escribir en un expediente
needs-withdraw = Ya no hace falta
needs-not-asked = No se pregunta: no consta ninguna necesidad.
needs-state = Indicar una necesidad
needs-field = Para qué dato
needs-why = Para qué hace falta
needs-why-hint = Una frase que podría decirle a la persona. La necesidad de un programa va antes que la de la oficina.
needs-duty = Hay que responder
needs-duty-hint = Déjelo sin marcar, salvo que el servicio no pueda darse sin una respuesta. Solo pueden ser obligatorios los datos de formularios, y no todos.
needs-required = Aquí hay que responder.
needs-optional = Puede dejarse vacío.
needs-why-we-ask = Por qué se pregunta:
needs-fields = Datos sueltos de formularios
needs-fields-lead = Solo están en un formulario donde consta una necesidad, con su motivo al lado.
needs-of-clauses = Datos que exige una cláusula, o que da a la persona
needs-of-clauses-lead = Están en sus formularios se indique lo que se indique aquí: sin ellos el papel no vale, o son las palabras de la propia persona, que nadie tiene que decir.
needs-demanded = Exigido por
needs-their-own = Sus propias palabras, por
needs-imports = Importaciones
needs-imports-keep = Las columnas sin necesidad indicada entran, y se cuentan
needs-imports-keep-hint = Lo que preguntó otro sistema se preguntó allí. El registro queda entero, y puede informarse como llegó.
needs-imports-leave = Las columnas sin necesidad indicada quedan fuera
needs-imports-leave-hint = Solo entra lo que necesita alguno de los programas de la persona, y quedan fuera las columnas que ninguna norma conoce. Cuando una fila se importa de nuevo, lo que quedó fuera ya no está en ella. Las claves entran, y quien huye queda protegido igualmente.
needs-imports-do = Guardar
needs-state-do = Indicarla
needs-held = Guardado sin necesidad indicada
needs-held-lead = Lo que entregaron otros sistemas queda como llegó. De estas columnas nadie ha dicho por qué se guardan: indique una necesidad, o pida al otro sistema que las deje fuera.
needs-held-count = { $needed ->
    [one] { $needed } columna tiene una necesidad.
   *[other] { $needed } columnas tienen una necesidad.
}
needs-strange = { $strange ->
    [0] { "" }
    [one] { $strange } columna no está en ninguna norma que conozcamos.
   *[other] { $strange } columnas no están en ninguna norma que conozcamos.
}
needs-held-list = Ver estas columnas
field-consent-language = Idioma en que se explica un consentimiento
field-consent-capacity = Quién decide
field-consent-signer-name = Nombre de quien firma por la persona, o con ella
field-consent-relationship = Qué relación tiene con la persona
field-consent-harmed = Si ha hecho daño a alguien
field-consent-proof = Qué prueba que puede firmar
field-consent-proof-seen = Cuándo se vio esa prueba
field-consent-scope = Sobre qué puede decidir
field-consent-authority = Hasta cuándo puede decidir
field-consent-service = El servicio que un menor puede recibir por su cuenta
field-consent-sections = A qué dice sí la persona, tipo por tipo
field-consent-exclusions = Qué debe quedar fuera
field-consent-until-event = Qué termina antes un consentimiento
field-consent-limits = Los límites de la persona
field-consent-teach-back = Qué significa un consentimiento, con las palabras de la persona
field-consent-interpreter = Intérprete
field-consent-if-missing = Qué hacer si la persona desaparece o ha muerto
field-consent-signature = Firma
field-consent-second-signature = Firma de la madre, el padre o quien tiene la tutela
field-consent-witness = Testigo además de quien atiende
field-consent-why-not = Por qué la persona dice que no
field-consent-withdrawal = Qué dice la persona al retirar un consentimiento
field-talk-teach-back = Qué significa la confidencialidad, con las palabras de la persona
field-talk-acknowledgement = Firma de las políticas de la organización
field-own-view-safety = Lo que se habló sobre la seguridad antes de abrir la vista propia
field-own-view-safe-way = Por qué vía llega un enlace con seguridad a la persona
field-own-view-question = Lo que la persona pregunta en su vista propia
entry-why-asked = Por qué se pregunta cada sección
entry-needs-need = Esto no se recoge aquí: nadie ha indicado para qué hace falta. Elija otra sección, o pregunte a quien cuida la configuración
