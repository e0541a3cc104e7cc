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

use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process_group, prlimit};

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
            // It began with ours, and only root may have more than those.
            let most = getrlimit(resource)
                .maximum
                .map_or(most, |ours| most.min(ours));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, seconds: u64) -> Result<String, Ended> {
        let answer = Confined {
            program: Path::new("/bin/sh"),
            arguments: &["-c".into(), script.into()],
            environment: &[("LC_ALL", "C")],
            memory: 1 << 30,
            seconds,
            answer: 1000,
            leads: true,
        }
        .run(&[b"one ", b"two"])?;
        Ok(String::from_utf8(answer).unwrap())
    }

    #[test]
    fn a_program_gets_the_bytes_and_nothing_of_where_it_runs() {
        assert_eq!(shell("cat", 10).unwrap(), "one two");
        assert_eq!(
            shell("pwd; cat /proc/self/environ", 10).unwrap(),
            "/\nLC_ALL=C\0PWD=/\0"
        );
    }

    #[test]
    fn a_program_that_hears_nothing_may_answer_all_the_same() {
        assert_eq!(shell("echo done", 10).unwrap(), "done\n");
    }

    #[test]
    fn a_program_can_not_write_a_file() {
        let script = "f=$(mktemp) && echo secret > $f; s=$(wc -c < $f); rm -f $f; echo $s";
        assert_ne!(shell(script, 10).unwrap_or_default().trim(), "7");
    }

    #[test]
    fn what_a_program_started_ends_with_it() {
        assert_eq!(shell("sleep 77 & wait", 1), Err(Ended::TookTooLong));
        let others = shell(
            "for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline; done 2>/dev/null | grep -c '^sleep 77' || true",
            10,
        );
        assert_eq!(others.unwrap().trim(), "0");
    }

    #[test]
    fn an_answer_longer_than_it_may_be_is_none() {
        assert_eq!(shell("head -c 5000 /dev/zero", 10), Err(Ended::Failed));
        assert_eq!(shell("exit 3", 10), Err(Ended::Failed));
    }
}
