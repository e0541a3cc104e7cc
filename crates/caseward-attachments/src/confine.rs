//! Runs another program on bytes, so that it can do no harm: it sees nothing but its arguments and
//! those bytes, writes no file, and gets no more time and memory than it was given (CR-9).
//!
//! There is no shell, no inherited environment and no temporary file. The limits are set from outside, on
//! the new process, before it is given the first byte: whatever it reads, it reads confined. What it
//! starts itself inherits them.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use std::os::unix::process::CommandExt;

use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process_group, prlimit};

/// A program and what it may have.
pub(crate) struct Confined<'a> {
    pub(crate) program: &'a Path,
    pub(crate) arguments: &'a [OsString],
    /// All of its environment.
    pub(crate) environment: &'a [(&'a str, &'a str)],
    /// Bytes of address space.
    pub(crate) memory: u64,
    /// Seconds, by the clock and of the processor.
    pub(crate) seconds: u64,
    /// Bytes of an answer.
    pub(crate) answer: u64,
    /// Whether it leads a group of its own, so that what it starts ends with it.
    pub(crate) leads: bool,
}

/// How it ended without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    NotStarted,
    TookTooLong,
    Failed,
}

impl Confined<'_> {
    /// Gives it the bytes and waits for its answer.
    pub(crate) fn run(&self, input: &[&[u8]]) -> Result<Vec<u8>, Ended> {
        let mut command = Command::new(self.program);
        command
            .args(self.arguments)
            .env_clear()
            .envs(self.environment.iter().copied())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if self.leads {
            command.process_group(0);
        }
        let mut child = command.spawn().map_err(|_| Ended::NotStarted)?;
        let answer = self
            .limit(&child)
            .and_then(|()| self.speak(&mut child, input));
        if answer.is_err() {
            self.end(&mut child);
        }
        let status = child.wait();
        let answer = answer?;
        if status.is_ok_and(|status| status.success()) {
            Ok(answer)
        } else {
            Err(Ended::Failed)
        }
    }

    /// INVARIANT: nothing is given to a process on which these don't hold.
    fn limit(&self, child: &Child) -> Result<(), Ended> {
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        for (resource, most) in [
            (Resource::Core, 0),
            (Resource::Fsize, 0),
            (Resource::Nofile, 64),
            (Resource::Cpu, self.seconds),
            (Resource::As, self.memory),
        ] {
            let limit = Rlimit {
                current: Some(most),
                maximum: Some(most),
            };
            pid.ok_or(Ended::Failed)
                .and_then(|pid| prlimit(Some(pid), resource, limit).map_err(|_| Ended::Failed))?;
        }
        Ok(())
    }

    fn speak(&self, child: &mut Child, input: &[&[u8]]) -> Result<Vec<u8>, Ended> {
        let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Ended::Failed);
        };
        let most = self.answer;
        thread::scope(|scope| {
            let (tell, told) = mpsc::channel();
            let started = thread::Builder::new()
                .name("answer".to_owned())
                .spawn_scoped(scope, move || {
                    let mut answer = Vec::new();
                    let read = from.take(most.saturating_add(1)).read_to_end(&mut answer);
                    let whole = read.is_ok() && answer.len() as u64 <= most;
                    // Nobody listens any more once the time is over.
                    let _gone = tell.send(whole.then_some(answer));
                })
                .and_then(|_| {
                    thread::Builder::new()
                        .name("question".to_owned())
                        .spawn_scoped(scope, move || {
                            // A program that has heard enough closes its ear; its answer decides.
                            for piece in input {
                                if to.write_all(piece).is_err() {
                                    break;
                                }
                            }
                        })
                });
            let answer = match started {
                Ok(_) => told.recv_timeout(Duration::from_secs(self.seconds)),
                Err(_) => Ok(None),
            };
            // Both threads end when the process does: its ends of the pipes are closed then.
            if !matches!(answer, Ok(Some(_))) {
                self.end(child);
            }
            match answer {
                Ok(Some(answer)) => Ok(answer),
                Err(RecvTimeoutError::Timeout) => Err(Ended::TookTooLong),
                Ok(None) | Err(RecvTimeoutError::Disconnected) => Err(Ended::Failed),
            }
        })
    }

    fn end(&self, child: &mut Child) {
        if self.leads
            && let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw)
        {
            // It may have ended by itself.
            let _ended = kill_process_group(group, Signal::KILL);
        }
        let _ended = child.kill();
    }
}
