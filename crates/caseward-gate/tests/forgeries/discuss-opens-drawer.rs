// expect: E0277
//! Opens what desks keep about a client with leave to speak of them in a conference.

use caseward_gate::{Delivery, Discuss, Drawer, Gate, GateError, OpenedRows, Permit, Sealed};

pub fn consents(
    gate: &Gate,
    leave: (Permit<'_, Discuss>, Sealed),
) -> Result<(OpenedRows, Delivery), GateError> {
    gate.open_drawer(leave, Drawer::Consents, &[])
}
