//! Asking a server for files, at random, as fast as so many connections get answers: Debian's `wrk`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use super::{Place, note_down, output};

const SCRIPT: &str = r#"
local ids, headers = {}, {}
function init(args)
  for line in io.lines(args[1]) do ids[#ids + 1] = line end
  if args[2] then headers["Authorization"] = "Bearer " .. args[2] end
  math.randomseed(os.time())
end
function request()
  return wrk.format("GET", "/api/v1/clients/" .. ids[math.random(#ids)], headers)
end
function done(summary, latency)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("figures %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99)))
end
"#;

/// What came of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reading {
    /// Answers per second.
    pub(super) rate: f64,
    /// Half of the answers came within so many milliseconds.
    pub(super) p50: f64,
    /// All but one in a hundred came within so many milliseconds; 0 if not measured.
    pub(super) p99: f64,
}

/// The asker: its script and the ids.
pub(super) struct Asker {
    script: PathBuf,
}

impl Asker {
    pub(super) fn new(place: &Place) -> anyhow::Result<Self> {
        let script = place.path("ask.lua");
        note_down(&script, SCRIPT)?;
        Ok(Self { script })
    }

    /// Asks for some seconds.
    pub(super) fn ask(
        &self,
        address: SocketAddr,
        ids: &Path,
        session: Option<&str>,
        connections: u32,
        seconds: u32,
    ) -> anyhow::Result<Reading> {
        let mut arguments = vec![
            "-t1".to_owned(),
            format!("-c{connections}"),
            format!("-d{seconds}s"),
            "-s".to_owned(),
            self.script.to_string_lossy().into_owned(),
            format!("http://{address}/"),
            "--".to_owned(),
            ids.to_string_lossy().into_owned(),
        ];
        arguments.extend(session.map(ToOwned::to_owned));
        let said = output("wrk", &arguments)?;
        let figures = said.lines().find_map(|line| line.strip_prefix("figures "));
        let figures = figures.context("wrk told no figures")?;
        let figures: Vec<f64> = figures
            .split(' ')
            .filter_map(|it| it.parse().ok())
            .collect();
        let [requests, microseconds, failed, p50, p99] = figures[..] else {
            anyhow::bail!("wrk told other figures")
        };
        ensure!(failed == 0.0, "{failed} of {requests} requests failed");
        Ok(Reading {
            rate: requests * 1e6 / microseconds,
            p50: p50 / 1e3,
            p99: p99 / 1e3,
        })
    }
}
