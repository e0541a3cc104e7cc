# Lo que decide sobre la oficina misma, y sus páginas.
office-fact-role = Qué función tiene usted en esta oficina.
office-fact-concern = De quién se trata.
office-fact-of-this-office = Si pertenece a la organización que guarda aquí sus expedientes.
office-fact-agreement-signed = Si ha firmado los acuerdos vigentes.
office-fact-training-current = Si su capacitación está al día.
office-fact-suspended = Si su acceso está abierto.
refusal-back-to-start = Volver a su página de inicio
