# Las cláusulas, el registro y el estado del sistema.
clause-word = Cláusula
clauses-lead = Cinco documentos dicen cómo se trata aquí la información de las personas. Esto es lo que exigen, cláusula por cláusula.
clauses-tally = de { $total } cláusulas se cumplen hoy de forma demostrada.
clauses-source-tally = { $enforced } de { $total } demostradas
clauses-honest = «Se cumple» significa que el programa la hace cumplir y que una prueba con su nombre lo demuestra. Todo lo demás dice «prevista» y qué falta.
clauses-empty = No hay normas cargadas. Quien administra el sistema puede ver por qué en el estado del sistema.
status-enforced = Se cumple
status-planned = Prevista
met-policy = La cumple la puerta
met-workflow = La cumple un proceso
met-form = La cumple un documento
met-practice = La cumplen las personas
clause-missing = Todavía falta:
clause-rules = Normas
clause-no-rules = Ninguna norma la hace cumplir todavía.
rule-permits = Permite
rule-forbids = Prohíbe
clause-nevers = Lo que nunca debe ocurrir
clause-no-nevers = No se ha formulado nada para esta cláusula.
proof-proved = Demostrado
proof-not-proved = Sin demostrar
proof-broken = Incumplido
proof-by = Demostrado para todas las solicitudes posibles con estas mismas normas, por { $solver }.
proof-missing = Sin demostrar para estas normas. Quien tenga un demostrador puede ejecutar:
clauses-in-english = El texto de las cláusulas, las normas y las preguntas está por ahora solo en inglés.
clause-questions = Preguntas y respuestas
clause-no-questions = Todavía no hay preguntas escritas para esta cláusula.
answer-yes = Permitido
answer-no = Denegado
clause-tests = Pruebas
clause-no-tests = Ninguna prueba lleva todavía el nombre de esta cláusula.
clause-decisions = Decisiones de los últimos 90 días
clause-no-decisions = En ese tiempo esta cláusula no ha decidido nada.
clause-decided = Permitido { $permitted-count ->
    [one] una vez
   *[other] { $permitted } veces
}, denegado { $refused-count ->
    [one] una vez
   *[other] { $refused } veces
}.
clause-bars = Decisiones por semana, permitidas y denegadas. La tabla de abajo tiene las cifras.
clause-bars-table = Las cifras, semana por semana
week-of = Semana del

ledger-lead = Cada pregunta hecha a la puerta, su respuesta y la prueba de que ninguna se cambió ni se quitó.
ledger-size = Asientos
ledger-root = Raíz
ledger-checkpoint = Último punto de control firmado
ledger-checkpoint-size = sobre { $size } asientos
ledger-no-checkpoint = Ninguno todavía
ledger-entries = Asientos más recientes
ledger-entry-word = Asiento
ledger-entry-number = Asiento { $number }
ledger-empty = El registro está vacío. El primer asiento aparecerá cuando alguien entre por primera vez.
outcome-delivered = Respondida
outcome-unknown = Mostrado en parte
outcome-refused = Denegado
outcome-noted = Anotado
trace-title = Sección por sección
trace-section = Sección
trace-answer = Respuesta
proof-title = Prueba
proof-about = Esta prueba demuestra que el asiento está en el registro de { $size } asientos cuya raíz se firmó.
proof-download = Descargar la prueba
proof-details = Las cifras
proof-leaf = Hoja
proof-path = Camino a la raíz
proof-later = La prueba podrá hacerse en cuanto un punto de control firmado abarque este asiento, normalmente en menos de una hora.
policy-set = Conjunto de normas
commitment = Compromiso con lo registrado
check-do = Comprobar esta prueba
check-holds = Es correcta. Este asiento está en el registro firmado tal como se escribió.
check-fails = No es correcta: se cambió el registro o este asiento. Deje de usar los expedientes, no toque nada y llame ya a la persona encargada de la protección de datos.
check-yourself = Compruébelo usted
check-step-1 = Descargue la prueba. Solo contiene cifras y nada sobre nadie.
check-step-2 = Compruébela con cualquier herramienta que lea el formato tlog-proof de C2SP, con esta clave:
check-step-3 = Compare la raíz con un punto de control que haya guardado otra persona.

system-good = Todo está en orden.
system-watch = Funciona, pero conviene revisar algo pronto.
system-bad = Algo no es seguro. Siga el primer remedio de abajo.
system-checked = Comprobado el
system-versions = Versiones
system-database = Base de datos
health-good = En orden
health-watch = Por revisar
health-bad = No seguro

ledger-line-list = { $who } abrió la lista de sus propios casos.
ledger-line-intent = Se respondió una pregunta sobre un expediente. Lo que dice está abierto a quien puede leer ese expediente.
ledger-line-refusal = Se denegó una pregunta sobre un expediente.
ledger-line-outcome = Se anotó qué fue de una respuesta anterior.
ledger-line-deed = Se registró algo en un expediente o sobre él.
deed-office-made = Se creó la oficina.
deed-office-opened = La oficina se abrió con una clave.
deed-office-sealed = La oficina se selló.
deed-link-made = Se creó un enlace de acceso.
deed-signed-in = Alguien entró.
deed-signed-out = { $who } cerró la sesión.
deed-worker-added = Alguien empezó a trabajar aquí.
deed-organization-added = Se inscribió una organización en el registro.
deed-imported = Se importaron registros de otro sistema.
deed-duty-recorded = Se registró una tarea sobre muchos expedientes antes de hacerla.
deed-other = { $who } anotó: { $deed }.

source-case-conferencing = Acuerdo de confidencialidad de las reuniones de caso
source-county-records = Política de confidencialidad de los registros del condado
source-re-entry = Privacidad y confidencialidad en la reinserción
source-social-work-ethics = Código de ética de la NASW, sección 1.07
source-domestic-violence = Política y procedimiento de confidencialidad de una organización contra la violencia

check-is = Está así: { $found }.
check-should-be = Debería ser: { $wanted }.
check-database = Ajustes de la base de datos
check-database-good = Cada respuesta queda en disco antes de salir.
check-rules = Normas
check-rules-good = Todas las normas son válidas y cada una nombra su cláusula.
check-ledger = { $size } entradas, cada una encadenada a la anterior. Para comprobarlas todas, ejecute: caseward ledger verify
check-certificate = Certificado para los navegadores
check-certificate-holds = Los navegadores reconocen esta oficina por él hasta el { $until }.
check-certificate-runs-out = Caduca el { $until }. Después los navegadores no dejarán entrar a nadie.
check-certificate-over = Caducó el { $until }. Los navegadores no dejan entrar a nadie.
check-certificate-not-yet = Solo vale desde el { $from }. Hasta entonces los navegadores no dejan entrar a nadie.
check-certificate-refused = El que se puso en su lugar no se puede usar; el registro del servidor dice por qué. Se sigue mostrando el anterior, que vale hasta el { $until }.
check-certificate-renew = Ponga el certificado nuevo y su clave en el lugar de los anteriores. El servidor los toma en segundos, y nadie pierde su sesión.
