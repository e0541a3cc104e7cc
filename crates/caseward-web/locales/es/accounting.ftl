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

# Exportaciones para informes de programas, y que se le dijo a la persona (NASW-d).
exports-title = Informes a otros
exports-go = A quién van filas en exportaciones para informes de programas, y si la persona lo sabe
exports-lead = Un programa informa a quien recibe sus cifras. Las exportaciones se repiten, así que a la persona se le dice una vez por cada organización: antes de que salga, o poco después. Cada exportación figura en la relación de comunicaciones.
exports-nobody = Ninguna organización del registro recibe informes de programas.
exports-none-yet = No fue nada allí, y a la persona no se le dijo
exports-to-tell = Falta decírselo
exports-told = Se le dijo
exports-not-told = No se le puede decir
exports-since = La primera vez que fueron filas
exports-said = Lo que se dijo
exports-tell = Anotar que se le dijo a la persona
exports-of-whom = De qué organizaciones
exports-knows = ¿Lo sabe ya la persona?
exports-yes = Sí, se lo dije
exports-no = No, y no se le puede decir
exports-how = Qué le dijo, o por qué no se le puede decir
exports-how-hint = Qué va, a quién y por qué, y qué dijo la persona. Nada de lo que hay en el expediente.
exports-do = Anotarlo
exports-need-recipient = Elija al menos una organización que reciba informes
exports-need-told = Diga si la persona lo sabe
exports-need-how = Diga qué le dijo, o por qué no se le puede decir
exports-need-shorter = No pase de 2000 caracteres
waits-export-to-tell = Dígale a una persona a quién van sus filas en los informes
waits-export-to-tell-why = Una exportación para informes de programas fue a otra organización con sus filas. Cuando se lo haya dicho, las siguientes no piden otra conversación. (NASW-d)
looked-exports = { $who } anotó a quién van filas en exportaciones para informes de programas, o si la persona lo sabe.
deed-exports-marked = Filas de personas atendidas fueron a otra organización en una exportación.
deed-exports-looked-for = La oficina buscó a quién falta decirle de exportaciones.
deed-exports-to-tell = Se pidió al equipo que hable de exportaciones con personas atendidas.
