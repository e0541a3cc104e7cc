# Permisos de quienes contaron algo (CR-9, DV-3.2).

permissions-title = Permisos de quienes contaron algo
permissions-go = Quién permite que lo que contó vaya a algún lugar
permissions-back = Lo que contaron otras personas
permissions-lead = Lo que contó otra persona no le corresponde entregarlo a esta. Solo sale si quien lo contó lo permite: qué parte, a qué organización, para qué y hasta cuándo.
permissions-lead-ground = Su permiso no es una base por sí solo. La comunicación también necesita una, como el consentimiento de esta persona que nombre lo que contaron otras. Pregunte solo si preguntar no pone a nadie en riesgo.
permissions-apart = Esto se guarda aparte, igual que lo que contaron. La persona de este expediente no lo ve en su propia vista ni en ningún papel que reciba.
permissions-none = Nadie ha permitido nada todavía, así que nada de lo que contaron otras personas sale.

permission-awaited = falta el papel
permission-waits = espera a una segunda persona
permission-given = vale
permission-over = terminado
permission-withdrawn = retirado

permission-number = Número
permission-teller = Quién lo contó
permission-teller-hint = El nombre completo. Se oculta en todos los papeles, salvo que permita que se diga.
permission-relationship = Qué relación tiene con esta persona
permission-relationship-hint = Por ejemplo: vecina, hermano, maestra, médico.
permission-entries = Lo que contó
permission-entries-hint = Con este permiso solo va lo que usted elija. Cada entrada es de una sola persona: lo que contó otra lo permite esa otra.
permission-told = Lo que contó
permission-recipient = A qué organización puede ir
permission-purposes = Para qué
permission-until = Último día
permission-until-hint = No después de lo que podría durar aquí un consentimiento de hoy.
permission-may-be-named = Se puede decir su nombre
permission-named = Si se puede decir su nombre
permission-named-yes = Sí, lo permite
permission-named-no = No
permission-explained = Le expliqué qué va, a quién y para qué, que allí se puede comunicar a otros, y que puede retirarlo en cualquier momento
permission-how = Cómo firma
permission-how-screen = Aquí, en la pantalla
permission-how-paper = En papel; la copia escaneada viene después
permission-signed-name = Su nombre completo, escrito por esa persona como firma
permission-signed-name-hint = Déjelo vacío si firma en papel.
permission-signed-on = Firmado el
permission-second = Segunda persona que miró el papel
permission-written-by = Anotado por
permission-withdrawn-on = Retirado el
permission-withdrawn-heard = Lo oyó o leyó
permission-words = Lo que dijo, si dijo algo más
permission-words-hint = Desde este momento no sale con este permiso nada de lo que contó. Lo que salió antes sigue donde está; pregunte a quien lo recibió.
permission-withdraw-do = Lo retira
permission-new = Un permiso nuevo
permission-new-lead = Nada sale por anotarlo. Si firma aquí, vale de inmediato; un papel vale cuando alguien distinto de quien lo registró ha mirado la copia.
permission-nothing-told = No hay en el expediente nada que contara otra persona.
permission-give-do = Guardar este permiso

permission-paper-lead = Registre el papel firmado. Otra persona que atiende a esta lo mira antes de que nada vaya con él.
permission-paper-name = El nombre completo bajo el papel
permission-paper-day = El día que lleva el papel
permission-paper-do = Registrar el papel
permission-scan-open = Ver la copia escaneada
permission-scan-number = Copia número
permission-confirm-lead = Mire la copia y compárela con lo que dice aquí: quién, qué, a quién, para qué, hasta cuándo.
permission-confirm-do = El papel dice lo mismo
permission-decline-do = No; hace falta otra copia

permission-needs-teller = Indique el nombre completo de quien lo contó
permission-needs-relationship = Diga qué relación tiene con esta persona
permission-needs-entries = Elija lo que contó
permission-needs-one-teller = Una de estas entradas está en el permiso de otra persona. Cada entrada es de una sola: anote por separado lo que contó cada una
permission-needs-recipient = Elija una organización del registro
permission-needs-purpose = Elija para qué puede ir allí
permission-needs-until = Elija un último día que no haya pasado
permission-needs-earlier = Elija un último día anterior: aquí tampoco un consentimiento dura tanto
permission-needs-explained = Explíqueselo antes, y diga que lo hizo
permission-needs-name = La firma tiene que ser el nombre completo de quien lo contó
permission-needs-mark = Dibuje otra vez la firma, o déjela
permission-needs-day = Indique el día del papel: que no sea futuro ni muy anterior a esta anotación
permission-needs-scan = Elija una copia escaneada: un archivo PDF, JPEG o PNG
permission-needs-smaller = Elija una copia más pequeña: 8 MB como máximo
permission-needs-second = Usted registró este papel. Tiene que mirarlo otra persona que atienda a esta
permission-needs-standing = Tal como está este permiso, eso no se puede hacer. Mírelo de nuevo
permission-needs-this-scan = Desde que la miró se registró otra copia de este papel. Abra la que hay ahora, compárela y decida sobre esa
permission-too-long = Cada texto debe tener menos de 200 caracteres

disclosure-told-stays = { $count ->
    [one] Una cosa que contó otra persona queda fuera de este papel: no hay un permiso suyo.
   *[other] { $count } cosas que contaron otras personas quedan fuera de este papel: no hay un permiso suyo.
}

looked-teller-permission = { $who } guardó o cambió un permiso de otra persona, que contó algo.
looked-teller-permission-ended = { $who } anotó que otra persona retiró su permiso.
permission-received = Quién lo había recibido
permission-received-lead = Pregunte primero si avisar ahora podría poner en peligro a alguien. Después lleve o envíe a cada una la carta, que pide solo esta parte y no nombra a nadie, o avíseles de otro modo, y guarde que lo hizo y lo que respondan.
waits-teller-recall = Avise a quienes recibieron lo que contó otra persona de que retiró su permiso
waits-teller-recall-why = Pida a cada una que devuelva o destruya esa parte, y guarde lo que responda. (CR-9)
looked-teller-notice-made = { $who } hizo una carta que pide la devolución de lo que contó otra persona.
looked-teller-recall-told = { $who } anotó que se avisó a una organización de que otra persona retiró su permiso.
looked-teller-recall-answered = { $who } anotó lo que respondió una organización a la que se pidió lo que contó otra persona.
