# Avisar de un peligro (RE-7, NASW-c, DV-3.3.2c).

danger-title = Avisar de un peligro
danger-go = Avisar de un peligro
danger-lead = Si hay riesgo de vida, llame antes a emergencias; esto puede esperar hasta que la ayuda esté en camino. Después escriba lo que sabe, en dos minutos.
danger-lead-leaves = Nada sale por esta página. Mientras un aviso sigue en pie, puede decírselo a la policía, a una clínica o a otra oficina que pueda ayudar, por motivo de peligro, y solo lo necesario para eso.
danger-begin-disclosure = Empezar una comunicación
danger-kept-told = Su aviso queda guardado, y alguien de supervisión que puede abrir este expediente lo sabe ahora.
danger-kept = Su aviso queda guardado.
danger-not-read = Usted abrió este expediente en una emergencia, así que aquí puede avisar de un peligro. Lo que se avisa lo lee quien trabaja con esta persona.
danger-none = Aquí no se ha avisado de ningún peligro.

danger-stands = sigue en pie
danger-over = terminado
danger-until = hasta
danger-waits = Contarlo puede aumentar el riesgo de la persona. Mientras siga en pie, ninguna comunicación sobre ella sale de aquí, por el motivo que sea, hasta que lo haya hablado alguien de supervisión que no sea quien avisó. Terminar el aviso no lo cambia antes de tiempo.
danger-told-nobody = No se pudo avisar a nadie de supervisión que pueda abrir este expediente: no hay nadie. Hable ahora con alguien de supervisión o con quien dirige la oficina, y pida que se le asigne esta persona; hasta entonces nadie lo mira.
danger-number = Número de este aviso
danger-reported-by = Avisó
danger-client-was-told = Se le dijo a la persona
danger-client-was-not-told = Por qué no se le dijo a la persona
danger-risk = Riesgo
danger-risk-said = Contarlo puede aumentar el riesgo de la persona.
danger-discussed-by = Lo habló
danger-goes-on = Se puede contar, porque
danger-stops = No se cuenta nada, porque
danger-ended-by = Lo dio por terminado
danger-ended-why = Por qué terminó

danger-said = Qué habló con quien avisó, y qué se sopesó
danger-said-hint = Una o dos frases; se guardan y no se cambian. Si no se cuenta nada, nada sale de aquí mientras este aviso y los que hay junto a él fueran a seguir en pie, o hasta que alguien de supervisión diga que sí a otro aviso.
danger-goes-on-do = Se habló; se puede contar
danger-stops-do = No se cuenta nada; terminar el aviso
danger-looked-do = Se habló; no se cuenta nada más
danger-why = Por qué terminó
danger-end-do = El peligro ha pasado

danger-new = Un peligro del que avisar
danger-new-lead = Alguien de supervisión que puede abrir este expediente lo sabe enseguida; si no hay nadie, el aviso lo dice. Lo que escribe se guarda bajo la clave de la persona; la persona no lo ve cuando lee aquí su expediente.
danger-at-risk = ¿Quién puede sufrir daño?
danger-seen = ¿Qué se vio o se oyó, y por qué no puede esperar?
danger-seen-hint = Hechos, en palabras sencillas: quién dijo o hizo qué, cuándo, a quién puede pasarle algo.
danger-told-by = ¿Quién lo contó?
danger-client-told = ¿Se le dijo a la persona que quizá haya que contarlo?
danger-client-told-hint = La persona de quien es este expediente. Dígaselo antes si es seguro y hay tiempo.
danger-told-how = Qué se le dijo, o por qué no se le pudo decir antes
danger-raises-risk = ¿Contarlo puede aumentar el riesgo de la persona?
danger-raises-risk-hint = Por ejemplo, si quien hace daño se enterara. En ese caso, antes lo habla alguien de supervisión.
danger-hours = ¿Durante cuántas horas sigue en pie?
danger-hours-hint = Lo habitual son 72 horas; lo máximo, 336 horas (14 días). Puede terminarlo antes.
danger-report-do = Avisar del peligro
danger-yes = Sí
danger-no = No

danger-needs-at-risk = Elija quién puede sufrir daño
danger-needs-told-by = Elija quién lo contó
danger-needs-seen = Diga en una frase qué se vio o se oyó, a quién puede pasarle y por qué no puede esperar
danger-needs-hours = Indique un número entero de horas, de 1 a 336
danger-needs-client-told = Diga si se avisó a la persona
danger-needs-told-how = Diga qué se le dijo a la persona, o en una frase por qué no se le pudo decir antes
danger-needs-raises-risk = Diga si contarlo puede aumentar el riesgo de la persona
danger-needs-said = Diga en una frase qué se habló y elija si se puede contar
danger-needs-another-person = Tiene que hablarlo alguien de supervisión que no sea quien avisó
danger-needs-why = Diga por qué ha pasado el peligro, o por qué el aviso era un error
danger-needs-standing = Este aviso ya ha terminado o ya se habló. Si hay algo nuevo, avise de nuevo
danger-too-long = Escriba menos de 2.000 caracteres en cada texto

waits-danger-reported = Mire un peligro del que avisó un colega
waits-danger-reported-why = Si contarlo puede aumentar el riesgo de alguien, nada sale hasta que usted lo haya hablado. (RE-7, DV-3.3.2c)
looked-danger-reported = { $who } avisó de un peligro.
looked-danger-discussed = { $who } habló de un peligro del que se avisó.
looked-danger-ended = { $who } anotó que un peligro ha pasado.
