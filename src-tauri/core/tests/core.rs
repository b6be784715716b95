//! The real Python core as a child: called, stopped, ended by force on either side.
//!
//! `make setup` makes the core; where it has not been run these tests fail and say so.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use opta_core::contract::{ChatResult, Diagnosis, LlmStatus, PullJob};
use opta_core::{Core, CoreError, CoreState, Launch};
use serde_json::{Map, Value, json};

type Outcome = Result<(), Box<dyn Error>>;

fn arguments(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

async fn pid(core: &Core) -> Result<u32, Box<dyn Error>> {
    let mut state = core.state();
    let ready = |state: &CoreState| matches!(state, CoreState::Ready { pid: Some(_) });
    match &*tokio::time::timeout(Duration::from_secs(20), state.wait_for(ready)).await?? {
        CoreState::Ready { pid: Some(pid) } => Ok(*pid),
        other => Err(format!("{other:?}").into()),
    }
}

fn runs(pid: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !status.is_empty() && !status.contains(") Z ")
}

fn is_gone_within(pid: u32, limit: Duration) -> bool {
    let began = Instant::now();
    while runs(pid) && began.elapsed() < limit {
        std::thread::sleep(Duration::from_millis(20));
    }
    !runs(pid)
}

fn kill_9(pid: u32) -> Outcome {
    Command::new("kill").args(["-9", &pid.to_string()]).status()?;
    Ok(())
}

#[tokio::test]
async fn a_call_gives_its_result_and_its_events_in_their_order() -> Outcome {
    let core = Core::start(Launch::find(None)?);
    let mut seen = Vec::new();
    let asked =
        arguments(&json!({ "messages": [{ "role": "user", "content": "Is anything wrong?" }], "grounded": true }));
    let result: ChatResult = core.call("one", "llm_chat", asked, |event| seen.push(event.seq)).await?;
    assert!(result.grounded.is_some(), "{result:?}");
    assert!(seen.len() > 1 && seen.is_sorted(), "{seen:?}");
    core.shut_down().await;
    Ok(())
}

#[tokio::test]
async fn a_repeated_request_is_not_run_twice() -> Outcome {
    let core = Core::start(Launch::find(None)?);
    let _status: LlmStatus = core.call("same", "llm_status", Map::new(), drop).await?;
    let again: Result<LlmStatus, CoreError> = core.call("same", "llm_status", Map::new(), drop).await;
    assert_eq!(again, Err(CoreError::Repeated));
    core.shut_down().await;
    Ok(())
}

#[tokio::test]
async fn a_stopped_call_frees_its_caller_at_once() -> Outcome {
    let core = Core::start(Launch::find(None)?);
    pid(&core).await?;
    let stopping = core.clone();
    let began = Instant::now();
    let stop = async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        stopping.cancel("long")
    };
    let call = core.call::<Diagnosis>("long", "diagnose", arguments(&json!({ "topic": "growing" })), drop);
    let (result, stopped) = tokio::join!(call, stop);
    assert!(stopped);
    assert_eq!(result, Err(CoreError::Cancelled));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    core.shut_down().await;
    Ok(())
}

#[tokio::test]
async fn a_core_that_was_ended_by_force_is_told_and_works_again_within_5_s() -> Outcome {
    let core = Core::start(Launch::find(None)?);
    let first = pid(&core).await?;
    let calling = core.clone();
    let call = tokio::spawn(async move { calling.call::<Diagnosis>("cut", "diagnose", Map::new(), drop).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    kill_9(first)?;
    let began = Instant::now();
    assert_eq!(call.await?, Err(CoreError::Gone));
    let mut state = core.state();
    state.wait_for(|state| matches!(state, CoreState::Ready { pid } if *pid != Some(first))).await?;
    let _status: LlmStatus = core.call("after", "llm_status", Map::new(), drop).await?;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    core.shut_down().await;
    Ok(())
}

#[tokio::test]
async fn closing_leaves_no_core() -> Outcome {
    let core = Core::start(Launch::find(None)?);
    let running = pid(&core).await?;
    core.shut_down().await;
    assert!(is_gone_within(running, Duration::from_millis(200)));
    let after: Result<LlmStatus, CoreError> = core.call("late", "llm_status", Map::new(), drop).await;
    assert!(matches!(after, Err(CoreError::Unavailable(_))), "{after:?}");
    Ok(())
}

#[test]
fn a_shell_that_was_ended_by_force_leaves_no_core() -> Outcome {
    let mut shell = Command::new(example("hold")?).stdout(Stdio::piped()).spawn()?;
    let output = shell.stdout.take().ok_or("no output")?;
    let core: u32 = BufReader::new(output).lines().next().ok_or("it said nothing")??.parse()?;
    assert!(runs(core));
    kill_9(shell.id())?;
    shell.wait()?;
    assert!(is_gone_within(core, Duration::from_secs(4)));
    Ok(())
}

#[tokio::test]
async fn a_program_that_is_no_core_is_told_after_some_tries() -> Outcome {
    let core = Core::start(Launch { program: "/bin/false".into(), arguments: Vec::new() });
    let mut state = core.state();
    let restarting = |state: &CoreState| matches!(state, CoreState::Restarting { .. });
    let CoreState::Restarting { reason, .. } = state.wait_for(restarting).await?.clone() else {
        return Err("it did not restart".into());
    };
    assert!(reason.contains("exit status: 1"), "{reason}");
    core.shut_down().await;
    Ok(())
}

#[tokio::test]
async fn a_core_that_is_missing_is_told_at_once_and_is_started_when_the_user_wants_it() -> Outcome {
    let installed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&installed);
    let core = Core::keep(move || {
        if seen.load(Ordering::Relaxed) { Launch::find(None) } else { Err(CoreError::Missing("opta-mcp".into())) }
    });
    let mut state = core.state();
    let failed = |state: &CoreState| matches!(state, CoreState::Failed { .. });
    let told = tokio::time::timeout(Duration::from_secs(1), state.wait_for(failed)).await??.clone();
    assert_eq!(told, CoreState::Failed { reason: "opta-mcp was not found.".into() });
    installed.store(true, Ordering::Relaxed);
    core.restart();
    pid(&core).await?;
    core.shut_down().await;
    Ok(())
}

#[tokio::test]
async fn a_download_that_nobody_can_make_is_told_once_and_ends() -> Outcome {
    let core = Core::start(Launch::find(None)?);
    let asked = arguments(&json!({ "model": "no such name", "wait_seconds": 0.5 }));
    let mut jobs = 0;
    let ended = core.repeat("pull", "llm_pull", asked, |_: PullJob| {
        jobs += 1;
        false
    });
    let refused = ended.await.err().ok_or("it was taken")?;
    assert_eq!(jobs, 0);
    assert_eq!(refused.failure().code, "usage");
    core.shut_down().await;
    Ok(())
}

/// Cargo builds examples beside the tests of a package.
fn example(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let test = std::env::current_exe()?;
    let target = test.parent().and_then(Path::parent).ok_or("no target folder")?;
    Ok(target.join("examples").join(name))
}
