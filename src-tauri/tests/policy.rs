//! What the window may do, as its files say it: its own commands, and nothing of the system.

use std::collections::BTreeSet;

use serde_json::Value;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn config() -> Result<Value, serde_json::Error> {
    serde_json::from_str(include_str!("../tauri.conf.json"))
}

/// The words in quotes, or the last parts of paths, one a line between two marks.
fn listed(text: &str, from: &str, to: &str) -> BTreeSet<String> {
    let after = text.split_once(from).map_or("", |(_, after)| after);
    let between = after.split_once(to).map_or("", |(between, _)| between);
    let names = between.lines().map(|line| line.trim().trim_matches([',', '"']));
    names.filter_map(|name| name.rsplit("::").next()).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[test]
fn the_page_may_run_nothing_but_itself_and_reach_nothing_but_the_shell() -> Outcome {
    let config = config()?;
    let policy = &config["app"]["security"]["csp"];
    assert_eq!(policy["default-src"], "'none'");
    assert_eq!(policy["script-src"], "'self'");
    assert_eq!(policy["style-src"], "'self'");
    assert_eq!(policy["connect-src"], "ipc: http://ipc.localhost");
    assert!(!policy.to_string().contains("unsafe"), "{policy}");
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(config["app"]["security"]["freezePrototype"], true);
    Ok(())
}

#[test]
fn there_is_one_window_with_one_capability() -> Outcome {
    let config = config()?;
    assert_eq!(config["app"]["windows"].as_array().map(Vec::len), Some(1));
    assert_eq!(config["app"]["security"]["capabilities"], serde_json::json!(["window"]));
    Ok(())
}

#[test]
fn the_window_is_given_each_command_of_ours_and_none_of_a_plugin() -> Outcome {
    let capability: Value = serde_json::from_str(include_str!("../capabilities/window.json"))?;
    let given: BTreeSet<String> = capability["permissions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let handled = listed(include_str!("../src/lib.rs"), "generate_handler![", "]");
    let listed = listed(include_str!("../build.rs"), "let commands = &[", "]");
    let allowed: BTreeSet<String> = listed.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    assert_eq!(handled, listed);
    assert_eq!(given.difference(&allowed).collect::<Vec<_>>(), ["core:event:default"]);
    assert_eq!(allowed.difference(&given).count(), 0);
    Ok(())
}
