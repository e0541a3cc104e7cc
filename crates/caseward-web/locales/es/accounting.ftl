# La relación de comunicaciones (45 CFR 164.528, 42 CFR 2.25; RE-2).

accounting-title = Relación
accounting-lead = La persona puede tenerla en cualquier momento. Cada conjunto de reglas cuenta otras cosas y pide otras columnas; el papel (PDF) es para que lo guarde y no nombra a nadie.
accounting-caption = La relación, por reglas
accounting-rules = Reglas
accounting-files = Archivos
accounting-all = Todo lo que salió
accounting-hipaa = HIPAA: seis años, sin lo que se autorizó y lo que sirvió al tratamiento, al pago y a la operación
accounting-part2 = 42 CFR Parte 2: tres años, con el consentimiento de la persona
accounting-vawa = VAWA, FVPSA, VOCA: todo lo que salió
accounting-uk = RGPD del Reino Unido: todo lo que salió, y a quién
accounting-pdf = Papel (PDF)
accounting-xlsx = Hoja de cálculo (XLSX)
accounting-csv = Tabla (CSV)
looked-fhir-handed-out = { $who } preparó para el sistema de una organización lo que puede saber de consentimientos y comunicaciones (FHIR).
consent-set-hipaa = HIPAA obliga a esta oficina: los papeles que salen con una autorización dicen que pueden comunicarse a otros
consent-set-uk = Aquí rige la ley del Reino Unido: los papeles que salen dicen lo que pide a quien los recibe
