# Cómo se guarda la pantalla de las miradas, y lo que se imprime.
veil-text = Oculto mientras está en otra ventana
print-do = Imprimir esta sección
print-recorded = El registro dice que usted imprimió esto. Cada hoja nombra el asiento. Recójala en la impresora.
screen-title = Su pantalla
screen-lead = Lo que hay en una pantalla lo lee quien pasa. Esto la guarda solo para usted, en este equipo.
screen-rest = Cubrir la pantalla cuando nadie la haya tocado durante
screen-rest-hint = Lo que escribió queda debajo. Tras quince minutos sin uso, su sesión se bloquea de todos modos.
screen-minutes = { $minutes ->
    [one] 1 minuto
   *[other] { $minutes } minutos
}
screen-veil = Cuando otra ventana se ponga delante de esta
screen-veil-hint = La página vuelve en cuanto usted vuelva.
screen-veil-0 = Dejar la página como está
screen-veil-5 = Ocultar la página a los 5 segundos
screen-veil-30 = Ocultar la página a los 30 segundos
screen-hide-title = Ocultarla enseguida
screen-hide = Pulse Esc dos veces, también mientras escribe, o elija Bloquear arriba. Todas las páginas que tenga abiertas aquí se cubren a la vez.
screen-exit-title = Salir enseguida
screen-exit = «Salir de esta página», arriba, o pulsar tres veces Mayús vacía la página, le lleva a { $to } y bloquea su sesión. «Atrás» no vuelve aquí. Lo que estaba escribiendo no se guarda; con Esc dos veces, sí.
screen-keep = Guardar
