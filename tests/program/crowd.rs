//! What more share than are looked at: a text in hundreds of outlets.

use chrono::{Days, NaiveDate};

use super::dice::Dice;
use super::order::{Database, Text, assert_same, by_definition, sentence};

/// One report in so many outlets on each of three days: the day after the first, and the day on which nothing is a
/// copy of the first any more. Each outlet has put a line of its own before it, and left a sentence out.
fn copies() -> Vec<Text> {
    let mut dice = Dice(17);
    let report: Vec<String> = (0..16).map(|_| sentence(&mut dice)).collect();
    let first = NaiveDate::from_ymd_opt(2024, 3, 5).unwrap();
    let days = [(0, 1), (1, 150), (8, 150)];
    let days = days
        .iter()
        .flat_map(|(day, count)| std::iter::repeat_n(*day, *count));
    days.enumerate()
        .map(|(number, day)| {
            let mut sentences = report.clone();
            sentences.remove(dice.below(sentences.len()));
            let line = format!(
                "Outlet {number} has this from its harbour desk {}.",
                dice.below(9)
            );
            sentences.insert(0, line);
            Text {
                number,
                day: Some(first + Days::new(day)),
                text: sentences.join(" "),
            }
        })
        .collect()
}

#[tokio::test]
async fn a_text_in_hundreds_of_outlets_is_one_story() {
    let texts = copies();
    let expected = by_definition(&texts);
    let mut sizes: Vec<usize> = expected.stories.iter().map(|story| story.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [150, 151]);
    let database = Database::new().await;
    database
        .take_in(&Dice(19).shuffled(texts.clone()), 43)
        .await;
    assert_same(&database.groups().await, &expected, "in a crowd");
}
