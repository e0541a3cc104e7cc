//! Reads a file in a process apart: whatever a file does to its reader, it does to a process that has
//! nothing, is given nothing else, and can be ended (CR-9; docs/decisions/0012).
//!
//! The program starts itself once more for each file, with the limits of [`Limits`]. If that process
//! overflows its stack, runs out of memory or time, or says something else than an account, the file is withheld. The
//! process gets one line that says how to read, then the file; it answers with the account and is gone.

use std::ffi::OsString;
use std::io::{self, Read as _, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::confine::{Confined, Ended};
use crate::limits::Limits;
use crate::ocr::Ocr;
use crate::report::{Kind, Read, Why};
use crate::tesseract::Tesseract;

/// How the process apart is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Our own program.
    pub program: PathBuf,
    /// The arguments that make it call [`serve`] and nothing else.
    pub arguments: Vec<OsString>,
}

/// What the process is told before it gets the file.
#[derive(Debug, Serialize, Deserialize)]
struct Order {
    limits: Limits,
    tesseract: Option<Tesseract>,
}

/// The most that an account may be: what is read is at most [`Limits::letters`] long.
const ANSWER: u64 = 128 << 20;

impl Apart {
    /// Reads a file in a process of its own. There is always an account: at the least that nothing
    /// could be read, and why.
    #[must_use]
    pub fn read(&self, bytes: &[u8], limits: &Limits, tesseract: Option<&Tesseract>) -> Read {
        if bytes.len() > limits.bytes {
            return Read::nothing(Kind::Other, Why::TooLarge);
        }
        let order = Order {
            limits: *limits,
            tesseract: tesseract.cloned(),
        };
        let Ok(mut order) = serde_json::to_vec(&order) else {
            return Read::nothing(Kind::Other, Why::Broke);
        };
        order.push(b'\n');
        let answer = Confined {
            program: &self.program,
            arguments: &self.arguments,
            environment: &[],
            memory: limits.memory,
            seconds: limits.seconds,
            answer: ANSWER,
            leads: true,
        }
        .run(&[&order, bytes]);
        let kind = || crate::kind::kind(bytes).unwrap_or(Kind::Other);
        match answer {
            Ok(answer) => serde_json::from_slice(&answer)
                .unwrap_or_else(|_| Read::nothing(kind(), Why::Broke)),
            Err(Ended::TookTooLong) => Read::nothing(kind(), Why::TookTooLong),
            Err(Ended::Failed | Ended::NotStarted) => Read::nothing(kind(), Why::Broke),
        }
    }
}

/// What the process apart does: it reads its order and the file, and writes the account.
///
/// # Errors
/// When the order can't be read, or nobody takes the account.
pub fn serve(mut input: impl io::Read, mut output: impl Write) -> io::Result<()> {
    let mut order = Vec::new();
    let mut byte = [0_u8];
    // One byte at a time, because what follows belongs to the file.
    while input.read_exact(&mut byte).is_ok() && byte != *b"\n" {
        order.extend_from_slice(&byte);
        if order.len() > 64 << 10 {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    let order: Order = serde_json::from_slice(&order)?;
    let mut bytes = Vec::new();
    let most = u64::try_from(order.limits.bytes).unwrap_or(u64::MAX);
    input.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    let account = match &order.tesseract {
        Some(tesseract) => {
            let look = |picture: &_| tesseract.look(picture);
            crate::read(&bytes, &order.limits, &Ocr::by(&look))
        }
        None => crate::read(&bytes, &order.limits, &Ocr::none()),
    };
    serde_json::to_writer(&mut output, &account)?;
    output.flush()
}
