use stance::text::stance::Parameters;
use stance::text::{self, Engine, codebook};
use std::io::Write;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args[1] == "--dse" {
        return dse(&args[2]);
    }
    let book = codebook::parse(&args[1], &std::fs::read_to_string(&args[1]).unwrap()).unwrap();
    let engine = Engine::new(&book, Parameters { floor: 0.0 });
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::fs::read_to_string(&args[2]).unwrap().lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let day = v["date"].as_str().and_then(|d| d[..10].parse().ok());
        for c in text::candidates(
            v["text"].as_str().unwrap(),
            v["title"].as_str(),
            day,
            &engine,
        ) {
            let row = serde_json::json!({"id": v["id"], "actor": c.actor.name, "kind": c.actor.kind, "evidence": c.evidence, "topic": c.judged.found.topic, "stance": c.judged.found.stance, "why": c.judged.found.why, "features": c.judged.features.names()});
            writeln!(out, "{row}").unwrap();
        }
    }
}

fn dse(path: &str) {
    use stance::model::{Codebook, Topic};
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = v["text"].as_str().unwrap();
        let span = |k: &str| -> Option<String> {
            let a = v[k].as_array()?;
            let (s, e) = (a[0].as_u64()? as usize, a[1].as_u64()? as usize);
            Some(text.chars().skip(s).take(e - s).collect())
        };
        let (Some(source), Some(target)) = (span("source"), span("target")) else {
            continue;
        };
        if target.split_whitespace().count() > 8 {
            continue;
        }
        let mut topic = Topic::default();
        topic.id = "t".into();
        topic.name = "t".into();
        topic.proposition = "It should be.".into();
        topic.about = vec![target.clone()];
        let mut book = Codebook::default();
        book.topics.push(topic);
        let engine = Engine::new(&book, Parameters { floor: 0.0 });
        for c in text::candidates(text, None, None, &engine) {
            let row = serde_json::json!({"id": v["id"], "actor": c.actor.name, "source": source, "target": target, "polarity": v["polarity"], "text": text, "stance": c.judged.found.stance, "why": c.judged.found.why, "features": c.judged.features.names()});
            writeln!(out, "{row}").unwrap();
        }
    }
}
