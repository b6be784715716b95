//! One core, kept alive: started, watched, started again after a pause, and never left behind.

use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop};
use rmcp::model::ProtocolVersion;
use rmcp::service::{ClientLifecycleMode, ClientServiceExt, Peer, RoleClient, RunningService};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::events::Events;
use crate::{CoreError, Launch};

/// How long a core may take from its start to its first answer.
const START_LIMIT: Duration = Duration::from_secs(20);
/// How long a core may take to end by itself once its standard input is closed; it promises 2 s at most.
const END_LIMIT: Duration = Duration::from_millis(1_500);
/// A core that ran this long has come to rest: the count of restarts begins anew.
const SETTLED: Duration = Duration::from_secs(60);
const PAUSE_FIRST: Duration = Duration::from_millis(500);
const PAUSE_LONGEST: Duration = Duration::from_secs(30);
/// More ends in a row than this, and the user is asked.
const RESTARTS_MOST: u32 = 5;

/// What the core does now, for the user to see.
#[derive(Clone, Debug, PartialEq)]
pub enum CoreState {
    /// It has been started and has not answered yet.
    Starting,
    /// It answers.
    Ready {
        /// Its process.
        pid: Option<u32>,
    },
    /// It ended and is started again after a pause.
    Restarting {
        /// How long from now.
        pause: Duration,
        /// Why it ended.
        reason: String,
    },
    /// It ended too often, or cannot be started at all.
    Failed {
        /// Why.
        reason: String,
    },
    /// The shell is going.
    Stopped,
}

type Service = RunningService<RoleClient, Events>;

/// Looks for the core's program, anew at each start: it may have been installed meanwhile.
pub(crate) type Find = Box<dyn Fn() -> Result<Launch, CoreError> + Send + Sync>;

/// Why a life ended, and whether another one may go better without the user doing something first.
struct Ended {
    reason: String,
    is_worth_another: bool,
}

/// The supervisor's side: it alone starts and ends cores.
pub(crate) struct Supervisor {
    pub find: Find,
    pub events: Events,
    pub state: watch::Sender<CoreState>,
    pub peer: watch::Sender<Option<Peer<RoleClient>>>,
    pub stop: CancellationToken,
    /// The user wants it started now, and not after its pause.
    pub again: Arc<Notify>,
}

impl Supervisor {
    /// Keep a core alive until told to stop.
    pub(crate) async fn run(self) {
        let mut ends_in_a_row = 0;
        while !self.stop.is_cancelled() {
            self.state.send_replace(CoreState::Starting);
            let began = Instant::now();
            let ended = self.one_life().await;
            self.peer.send_replace(None);
            ends_in_a_row = if began.elapsed() > SETTLED { 1 } else { ends_in_a_row + 1 };
            if !self.stop.is_cancelled() && self.rest(ends_in_a_row, ended).await {
                ends_in_a_row = 0;
            }
        }
        self.state.send_replace(CoreState::Stopped);
    }

    /// Wait before the next start: a while, or where there were too many of them until the user wants one. True where
    /// the user did: then the count begins anew.
    async fn rest(&self, ends_in_a_row: u32, Ended { reason, is_worth_another }: Ended) -> bool {
        let pause = (is_worth_another && ends_in_a_row <= RESTARTS_MOST).then(|| pause_before(ends_in_a_row));
        self.state.send_replace(match pause {
            Some(pause) => CoreState::Restarting { pause, reason },
            None => CoreState::Failed { reason },
        });
        let over = async {
            match pause {
                Some(pause) => tokio::time::sleep(pause).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = over => false,
            () = self.again.notified() => true,
            () = self.stop.cancelled() => false,
        }
    }

    /// Start a core, serve until it ends or must end; return why it ended.
    async fn one_life(&self) -> Ended {
        let (mut child, service) = match self.start().await {
            Ok(started) => started,
            Err(error) => {
                let is_worth_another = !matches!(error, CoreError::Missing(_));
                return Ended { reason: reason(error), is_worth_another };
            }
        };
        self.peer.send_replace(Some(service.peer().clone()));
        self.state.send_replace(CoreState::Ready { pid: child.id() });
        let token = service.cancellation_token();
        let mut ended = tokio::spawn(service.waiting());
        tokio::select! {
            _ = &mut ended => {}
            () = self.stop.cancelled() => {
                // Closes its standard input, upon which it ends by itself.
                token.cancel();
                let _quit = ended.await;
            }
        }
        Ended { reason: end(&mut *child).await, is_worth_another: true }
    }

    async fn start(&self) -> Result<(Box<dyn ChildWrapper>, Service), CoreError> {
        let mut child = spawn(&(self.find)()?)?;
        let pipes = (child.stdout().take(), child.stdin().take());
        let (Some(output), Some(input)) = pipes else {
            return Err(CoreError::Unavailable("it has no pipes.".into()));
        };
        let mode = ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] };
        let greeting = self.events.clone().serve_with_lifecycle((output, input), mode);
        let greeted = tokio::select! {
            greeted = tokio::time::timeout(START_LIMIT, greeting) => greeted,
            () = self.stop.cancelled() => return Err(CoreError::Cancelled),
        };
        match greeted {
            Ok(Ok(service)) => Ok((child, service)),
            Ok(Err(error)) => Err(CoreError::Unavailable(format!("{error}. {}", end(&mut *child).await))),
            Err(_) => Err(CoreError::Unavailable("it did not answer in time.".into())),
        }
    }
}

/// Start the program in a group of its own, so that it and what it starts can be ended together.
fn spawn(launch: &Launch) -> Result<Box<dyn ChildWrapper>, CoreError> {
    let mut command = CommandWrap::with_new(&launch.program, |command| {
        command.args(&launch.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    });
    command.wrap(KillOnDrop);
    #[cfg(unix)]
    command.wrap(process_wrap::tokio::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::tokio::JobObject);
    command.spawn().map_err(|error| CoreError::Missing(format!("{} ({error})", launch.program.display())))
}

/// Say an error without what is said before every reason anyway: that the core does not run.
fn reason(error: CoreError) -> String {
    match error {
        CoreError::Unavailable(why) => why,
        CoreError::Missing(what) => format!("{what} was not found."),
        other => other.to_string(),
    }
}

/// See a core to its end: by itself, else by force with all that it started.
async fn end(child: &mut dyn ChildWrapper) -> String {
    if let Ok(Ok(status)) = tokio::time::timeout(END_LIMIT, child.wait()).await {
        return format!("it ended with {status}.");
    }
    let _killed = Box::into_pin(child.kill()).await;
    "it did not end by itself and was ended.".into()
}

/// Twice as long each time, with jitter taken from the clock, so that two shells do not start in step.
fn pause_before(attempt: u32) -> Duration {
    let doubled = PAUSE_FIRST.saturating_mul(1 << attempt.saturating_sub(1).min(16));
    let jitter = Duration::from_millis(u64::from(Instant::now().elapsed().subsec_nanos() % 100));
    doubled.min(PAUSE_LONGEST) + jitter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_and_stays_under_its_longest() {
        assert!(pause_before(1) >= PAUSE_FIRST && pause_before(1) < PAUSE_FIRST * 2);
        assert!(pause_before(2) >= PAUSE_FIRST * 2);
        assert!(pause_before(40) <= PAUSE_LONGEST + Duration::from_millis(100));
    }
}
