using Patella.Kernel.Text.Reasons;
using Xunit.Abstractions;

namespace Patella.Tests.Kernel.Text.Reasons;

public class ReasonClassifierTests(ITestOutputHelper output)
{
    [Fact]
    public void English_reasons_are_guessed() => Check(ReasonSentences.English, 100, 0.95);

    [Fact]
    public void Chinese_reasons_are_guessed() => Check(ReasonSentences.Chinese, 100, 0.95);

    [Fact]
    public void Reasons_in_other_languages_are_guessed() => Check(ReasonSentences.Others, 50, 0.9);

    [Fact]
    public void A_request_for_a_person_is_hardly_ever_missed()
    {
        var missed = ReasonSentences.AsksForAPerson.Where(s => ReasonClassifier.Guess(s).Reason != Reason.HumanRequest).ToList();
        foreach (var sentence in missed) output.WriteLine($"missed: {sentence} -> {Show(sentence)}");
        Assert.True(missed.Count <= ReasonSentences.AsksForAPerson.Length * 0.01, $"{missed.Count} missed of {ReasonSentences.AsksForAPerson.Length}");
    }

    /// <summary>What stands on the bot's and the widget's own button may be typed as well, with the comma it is written with.</summary>
    [Theory]
    [InlineData("A person, please")]
    [InlineData("Agent, please!")]
    [InlineData("Einen Menschen, bitte")]
    [InlineData("Un agente, por favor")]
    [InlineData("Un conseiller, s'il vous plaît")]
    [InlineData("Hablar con una persona")]
    [InlineData("Parler à une personne")]
    [InlineData("担当者と話す")]
    [InlineData("أريد التحدث مع شخص")]
    [InlineData("找人工")]
    public void The_words_of_the_button_are_honoured_when_they_are_typed(string words)
    {
        Assert.Equal(Reason.HumanRequest, ReasonClassifier.Guess(words).Reason);
        Assert.Equal(Reason.HumanRequest, ReasonClassifier.Guess(words + ". My hotel says there is no booking.").Reason);
        Assert.Equal(Reason.HumanRequest, ReasonClassifier.Guess("Where is my parcel? " + words).Reason);
    }

    [Fact]
    public void Nobody_is_called_who_was_not_asked_for()
    {
        var called = ReasonSentences.AsksForNobody.Where(s => ReasonClassifier.Guess(s).Reason == Reason.HumanRequest).ToList();
        foreach (var sentence in called) output.WriteLine($"called: {sentence} -> {Show(sentence)}");
        Assert.True(called.Count <= ReasonSentences.AsksForNobody.Length * 0.04, $"{called.Count} called of {ReasonSentences.AsksForNobody.Length}");
        var others = ReasonSentences.English.Concat(ReasonSentences.Chinese).Concat(ReasonSentences.Others).SelectMany(t => t.Sentences);
        Assert.DoesNotContain(others, s => ReasonClassifier.Guess(s).Reason == Reason.HumanRequest);
    }

    [Fact]
    public void A_request_for_a_person_stands_within_any_other_message()
    {
        string[] requests = ["I want a human", "转人工", "quiero hablar con una persona", "agent please", "人工客服"];
        foreach (var (_, sentences) in ReasonSentences.English.Concat(ReasonSentences.Chinese))
            foreach (var sentence in sentences)
                foreach (var request in requests)
                {
                    Assert.Equal((sentence, Reason.HumanRequest), (sentence, ReasonClassifier.Guess($"{sentence}, {request}").Reason));
                    Assert.Equal((sentence, Reason.HumanRequest), (sentence, ReasonClassifier.Guess($"{request}. {sentence}").Reason));
                }
    }

    [Fact]
    public void What_else_was_said_with_a_request_for_a_person_is_kept()
    {
        var guess = ReasonClassifier.Guess("我的退款一直没到账，转人工");
        Assert.Equal([Reason.HumanRequest, Reason.RefundStatus], guess.Candidates.Take(2).Select(c => c.Reason));
    }

    [Fact]
    public void Writing_style_does_not_matter()
    {
        foreach (var (_, sentences) in ReasonSentences.English)
            foreach (var sentence in sentences)
                Assert.Equal(ReasonClassifier.Guess(sentence).Reason, ReasonClassifier.Guess($"  {sentence.ToUpperInvariant()} !!! ").Reason);
    }

    [Fact]
    public void Any_text_gets_a_guess_with_a_score_between_nought_and_one()
    {
        foreach (var text in HostileText.Many(seed: 15, count: 10_000).Append(null).Append(new string('人', 1 << 20)))
        {
            var guess = ReasonClassifier.Guess(text);
            Assert.InRange(guess.Score, 0, 1);
            Assert.True(Enum.IsDefined(guess.Reason));
        }
    }

    [Fact]
    public void Codes_are_distinct_and_known_for_every_reason() =>
        Assert.Equal(Enum.GetValues<Reason>().Length, Enum.GetValues<Reason>().Select(r => r.Code()).Distinct().Count());

    private void Check((string Reason, string[] Sentences)[] table, int atLeast, double share)
    {
        var (all, right) = (0, 0);
        foreach (var (reason, sentences) in table)
        {
            foreach (var sentence in sentences)
            {
                all++;
                if (ReasonClassifier.Guess(sentence).Reason.Code() == reason) right++;
                else output.WriteLine($"{reason}: {sentence} -> {Show(sentence)}");
            }
        }
        output.WriteLine($"{right} of {all}");
        Assert.True(all >= atLeast);
        Assert.True(right >= all * share, $"{right} of {all}");
    }

    private static string Show(string sentence) =>
        string.Join(", ", ReasonClassifier.Guess(sentence).Candidates.Take(3).Select(c => $"{c.Reason.Code()} {c.Score}"));
}
