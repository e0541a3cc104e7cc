// expect: E0423
//! Reports the delivery of something that was never let out.

use caseward_gate::{Delivery, Gate};

pub fn forge(gate: &Gate) -> Delivery {
    Delivery(gate)
}
