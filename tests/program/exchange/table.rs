//! Claims edited in a spreadsheet.

use super::super::demo::with_the_demo_articles;
use super::super::program::Program;
use super::super::support::postgres::TestDb;
use super::column;

/// A table read from a file, with its header.
struct Sheet(Vec<Vec<String>>);

impl Sheet {
    fn read(program: &Program, name: &str) -> Self {
        let text = std::fs::read_to_string(program.folder().join(name)).unwrap();
        let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        Self(
            reader
                .records()
                .map(|row| row.unwrap().iter().map(str::to_owned).collect())
                .collect(),
        )
    }

    /// The cell of a column in the row of a claim on a topic.
    fn cell(&mut self, claim: &str, name: &str) -> &mut String {
        let at = |name: &str| self.0[0].iter().position(|column| column == name).unwrap();
        let (topic, column) = (at("topic"), at(name));
        let row = self
            .0
            .iter_mut()
            .find(|row| row[0] == claim && !row[topic].is_empty())
            .unwrap();
        &mut row[column]
    }

    /// As a spreadsheet of another country saves it.
    fn saved(&self) -> String {
        let mut rows = self.0.clone();
        for name in ["said_from", "said_to", "published"] {
            let column = rows[0].iter().position(|column| column == name).unwrap();
            for row in rows
                .iter_mut()
                .skip(1)
                .filter(|row| row[column].len() == 10)
            {
                let parts: Vec<&str> = row[column].split('-').collect();
                if let [year, month, day] = parts[..] {
                    row[column] = format!("{day}/{month}/{year}");
                }
            }
        }
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        for row in rows {
            writer.write_record(row).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }
}

#[tokio::test]
async fn edited_claims_come_back_as_verdicts_of_who_edited_them() {
    let database = TestDb::new().await;
    let program = with_the_demo_articles(&database);
    let ids = column(
        &program,
        "select distinct s.claim_id from stance s join claim c using (claim_id) \
        where s.value = 2 and (select count(*) from stance o where o.claim_id = s.claim_id) = 1 order by 1 limit 9",
    );
    program.ok(&["export", "-o", "claims.csv"]);
    program.file("saved.csv", Sheet::read(&program, "claims.csv").saved());
    let untouched = program.run(&["import", "saved.csv", "--by", "ann"]);
    assert_eq!(untouched.code, Some(0), "{}", untouched.stderr);
    assert!(
        untouched.stderr.contains(" 0 recorded by ann"),
        "{}",
        untouched.stderr
    );

    let mut sheet = Sheet::read(&program, "claims.csv");
    *sheet.cell(&ids[0], "verdict") = "confirm".into();
    *sheet.cell(&ids[1], "verdict") = "Reject".into();
    *sheet.cell(&ids[1], "note") = "'=HYPERLINK(\"x\")".into();
    *sheet.cell(&ids[2], "stance") = "-1".into();
    *sheet.cell(&ids[3], "actor") = "Emmanuel Macron".into();
    *sheet.cell(&ids[4], "topic") = "military-aid-ukraine".into();
    *sheet.cell(&ids[5], "said_from") = "2024-01-02".into();
    *sheet.cell(&ids[6], "stance") = "much".into();
    *sheet.cell(&ids[7], "said_to") = "2031-01-02".into();
    *sheet.cell(&ids[8], "stance") = "0".into();
    // Somebody else is quicker.
    program.ok(&["review", &ids[8], "--set", "stance=1", "--by", "bo"]);
    program.file("edited.csv", sheet.saved());
    // Keys may be taken in vain; rows may not change.
    let rows = |program: &Program| {
        let whole = program.ok(&["export"]);
        whole
            .split("{\"sequence\"")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let whole = rows(&program);
    let tried = program.run(&["import", "edited.csv", "--by", "ann", "--dry-run"]);
    assert!(rows(&program) == whole, "a dry run changed something");
    let done = program.run(&["import", "edited.csv", "--by", "ann"]);
    assert_eq!((tried.code, done.code), (Some(1), Some(1)));
    for (told, says) in [
        (&tried.stderr, "6 would be recorded by ann"),
        (&done.stderr, "6 recorded by ann"),
        (&done.stderr, "1 conflict, 2 refused"),
        (
            &done.stderr,
            ": stance: \"much\" is not on the scale; a stance is -2, -1, 0, 1 or 2",
        ),
        (&done.stderr, "cannot have been said on 2031-01-02"),
        (
            &done.stderr,
            &format!(
                "claim {} has changed since: stance is 1, status is corrected",
                ids[8]
            ),
        ),
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
    let verdicts = column(
        &program,
        "select r.verdict || ' ' || coalesce(t.slug, '-') || ' ' || coalesce(r.note, '') \
        from review r left join topic t using (topic_id) where reviewer = 'ann' order by review_id",
    );
    let on = |at: usize| {
        column(
            &program,
            &format!(
                "select t.slug from stance s join topic t using (topic_id) where claim_id = {}",
                ids[at]
            ),
        )[0]
        .clone()
    };
    let mut wanted = vec![
        format!("confirm {} ", on(0)),
        format!("reject {} \"=HYPERLINK(\"\"x\"\")\"", on(1)),
        format!("correct {} ", on(2)),
        format!("correct {} ", on(3)),
        format!("reject {} ", on(4)),
        "correct military-aid-ukraine ".to_owned(),
        format!("correct {} ", on(5)),
    ];
    // In the order of the table, which is that of the claims.
    let mut found: Vec<String> = verdicts
        .iter()
        .map(|v| v.trim_matches('"').replace("'=", "="))
        .collect();
    wanted
        .iter_mut()
        .for_each(|v| *v = v.trim_matches('"').to_owned());
    wanted.sort();
    found.sort();
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(
            found.split(' ').take(2).collect::<Vec<_>>(),
            wanted.split(' ').take(2).collect::<Vec<_>>()
        );
    }
    let note = column(&program, "select note from review where note is not null");
    assert_eq!(
        note,
        ["\"'=HYPERLINK(\"\"x\"\")\""],
        "printed defused again"
    );

    // What is done is not done twice.
    let again = program.run(&["import", "edited.csv", "--by", "ann"]);
    assert!(
        again.stderr.contains(" 0 recorded by ann")
            && again.stderr.contains("1 conflict, 2 refused"),
        "{}",
        again.stderr
    );
}

#[tokio::test]
async fn a_table_that_is_none_of_ours_is_refused_and_told() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    for (name, text, says) in [
        (
            "columns.csv",
            "claim,version,mood\n1,v1,good\n",
            "columns.csv:1: mood: unknown column",
        ),
        (
            "none.csv",
            "actor,stance\nHolt,1\n",
            "none.csv:1: claim: no such column",
        ),
        ("empty.csv", "", "empty.csv: the file is empty"),
        (
            "open.csv",
            "claim,version,note\n1,v1,\"never closes\n",
            "open.csv:2: a quoted field opens here and never closes",
        ),
        (
            "stranger.csv",
            "claim,version,verdict\n1,v1,confirm\n",
            "refused: stranger.csv:2: claim: there is no claim 1 in this database",
        ),
    ] {
        program.file(name, text);
        let outcome = program.run(&["import", name]);
        assert_eq!(outcome.code, Some(1), "{name}");
        assert!(outcome.stderr.contains(says), "{name}: {}", outcome.stderr);
    }
}
