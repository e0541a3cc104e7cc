# Lo que se pregunta y por qué (RE-5, NASW-a).

needs-title = Lo que preguntamos y por qué
needs-lead = Una sección solo se pregunta donde consta una necesidad. No hay obligación de responder, y quien pregunta puede decir por qué.
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
entry-why-asked = Por qué se pregunta cada sección
entry-needs-need = Esto no se recoge aquí: nadie ha indicado para qué hace falta. Elija otra sección, o pregunte a quien cuida la configuración
