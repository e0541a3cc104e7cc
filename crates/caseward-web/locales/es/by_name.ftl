# La lista nominal (CC-1, CC-2.4, CC-2.5).
by-name-title = Lista nominal
by-name-lead = Todas las personas con las que usted trabaja, y lo que hace falta para darles vivienda. Cada línea y cada celda se decide para usted; de quien no deba saber no hay línea, ni cuenta.
by-name-see = Lista nominal
by-name-choose = Elegir quién aparece, y el orden
by-name-only = Solo quienes son
by-name-only-rule = Queda en la lista quien cumpla todo lo que marque. De quien no se sabe, no cumple.
by-name-only-veteran = Veteranas de guerra
by-name-only-youth = Jóvenes, de 18 a 24
by-name-only-family = Con un menor
by-name-only-chronic = Sin hogar de forma crónica
by-name-only-not-housed = Aún sin vivienda
by-name-programme = Con inscripción en
by-name-any = Cualquiera
by-name-no-contact = Sin contacto desde hace
by-name-contact-days = { $days } días o más
by-name-sort = Orden
by-name-sort-priority = Prioridad: primero la puntuación más alta
by-name-sort-homeless = Primero, más tiempo sin hogar
by-name-sort-contact = Primero, más tiempo sin contacto
by-name-sort-name = Por nombre
by-name-show = Mostrar
by-name-everybody = Mostrar a todas las personas
by-name-no-match = Nadie de su lista cumple eso.
by-name-no-match-next = Quite algo y muéstrela otra vez. De quien no se sabe algo, no lo cumple.
by-name-fitting = Personas en esta lista
by-name-caption = Lo que dicen los registros. Queda constancia de a quién se mostró.
by-name-page = Página { $page } de { $pages }.
by-name-before = Página anterior
by-name-after = Página siguiente
by-name-more = Usted trabaja con más personas de las que caben en esta lista. Tiene las { $count } cuyos expedientes cambiaron más recientemente; a las demás búsquelas por su nombre, en Mis casos.
by-name-unknown = No se sabe
by-name-unknown-means = «No se sabe» aparece donde no consta nada, y donde algo no es para usted. En un teléfono esas líneas se omiten.
by-name-yes = Sí
by-name-no = No
by-name-priority = Prioridad
by-name-score = Puntuación { $score }
by-name-on-list = en la lista de prioridad
by-name-off-list = no está en la lista de prioridad
by-name-living = Dónde se queda
by-name-as-of = { $place }, { $day }
by-name-since = Sin hogar desde
by-name-months = Meses sin hogar en 3 años
by-name-many-months = más de 12
by-name-chronic = Falta de hogar crónica
by-name-disabling = Condición discapacitante
by-name-household = Hogar, hasta donde usted lo ve
by-name-people = { $count ->
    [one] 1 persona
   *[other] { $count } personas
 }
by-name-people-child = { $count ->
    [one] 1 persona, menor
   *[other] { $count } personas, con un menor
 }
by-name-veteran = Veterana de guerra
by-name-youth = Joven
by-name-fleeing = Huye de violencia
by-name-contact = Último contacto
by-name-programmes = Con inscripción en
by-name-moved-in = Se mudó
ledger-line-by-name = { $who } abrió su lista nominal.
