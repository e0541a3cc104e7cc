//! What the disk itself takes: a few hundred bytes, and the wait until they are there.

use std::io::Write;

use super::{Place, median, now};

const BYTES: usize = 4096;
const TIMES: usize = 1000;

/// The median time of appending one page and `fdatasync`, in milliseconds.
pub(super) fn fdatasync(place: &Place) -> anyhow::Result<f64> {
    let path = place.path("disk");
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)?;
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let began = now();
        file.write_all(&[7; BYTES])?;
        file.sync_data()?;
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(times))
}
