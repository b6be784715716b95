//! The fixtures of the contract, read and written again without a difference.

use std::fs;
use std::path::Path;

use opta_core::contract as wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn round_trip<T: DeserializeOwned + Serialize>(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_str::<T>(text)?)
}

fn by_name(name: &str, text: &str) -> Option<Result<Value, serde_json::Error>> {
    Some(match name {
        "Answer" => round_trip::<wire::Answer>(text),
        "ChatMessage" => round_trip::<wire::ChatMessage>(text),
        "ChatResult" => round_trip::<wire::ChatResult>(text),
        "Conversation" => round_trip::<wire::Conversation>(text),
        "ConversationList" => round_trip::<wire::ConversationList>(text),
        "CoreLine" => round_trip::<wire::CoreLine>(text),
        "Diagnosis" => round_trip::<wire::Diagnosis>(text),
        "Event" => round_trip::<wire::Event>(text),
        "Failure" => round_trip::<wire::Failure>(text),
        "LlmStatus" => round_trip::<wire::LlmStatus>(text),
        "ModelInfo" => round_trip::<wire::ModelInfo>(text),
        "ModelList" => round_trip::<wire::ModelList>(text),
        "PullJob" => round_trip::<wire::PullJob>(text),
        "StreamLine" => round_trip::<wire::StreamLine>(text),
        _ => return None,
    })
}

/// Every number as a float: 1 and 1.0 are one number in JSON, and two in this language.
fn floats(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.into_iter().map(floats).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, floats(value))).collect(),
        other => other,
    }
}

#[test]
fn every_fixture_is_read_and_written_again_without_a_difference() -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../contract/fixtures");
    let mut seen = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(&path)?;
        let kind = file.split('.').next().unwrap_or_default();
        let written = by_name(kind, &text).ok_or(format!("no type for {file}"))??;
        assert_eq!(floats(written), floats(serde_json::from_str(&text)?), "{file}");
        seen += 1;
    }
    assert!(seen > 20, "only {seen} fixtures");
    Ok(())
}
