using System.Text.Json;
using Patella.Kernel.Text.Knowledge;
using Xunit.Abstractions;

namespace Patella.Tests.Kernel.Text.Knowledge;

/// <summary>Public question threads with other people's phrasings (63 threads, 630 phrasings): how often the first hit is right.</summary>
public class QuestionThreadsTests(ITestOutputHelper output)
{
    private const string Threads = "faq-stack/faq.json";
    private const int Folds = 10;

    private sealed record Question(string Id, string Title, string Answer, List<string> Phrasings);

    [SharedDataFact(Threads)]
    public void The_first_hit_is_right_without_phrasings_and_more_often_with_them()
    {
        var questions = Read();
        var asked = questions.SelectMany(q => q.Phrasings.Select(p => (q.Id, Text: p))).ToList();
        var titles = new FieldIndex(1.2, 0.75);
        foreach (var question in questions) titles.Add(KnowledgeTerms.Words(question.Title));
        var plain = asked.Count(a => questions[Best(titles, a.Text)].Id == a.Id) / (double)asked.Count;
        var cold = Share(asked, Build(questions, q => []));
        var warm = Enumerable.Range(0, Folds).Sum(fold => Right(
            questions.SelectMany(q => q.Phrasings.Where((_, i) => i % Folds == fold).Select(p => (q.Id, Text: p))),
            Build(questions, q => q.Phrasings.Where((_, i) => i % Folds != fold)))) / (double)asked.Count;
        output.WriteLine($"first hit right of {asked.Count}: BM25 on titles {plain:f3}, cold {cold:f3}, with others' phrasings {warm:f3}");
        Assert.True(cold >= 0.75 && cold > plain, $"cold {cold:f3}, BM25 {plain:f3}");
        Assert.True(warm >= 0.93, $"with phrasings {warm:f3}");
    }

    [SharedDataFact(Threads)]
    public void Answers_given_with_confidence_are_right()
    {
        var questions = Read();
        var index = Build(questions, q => []);
        var answered = questions.SelectMany(q => q.Phrasings.Select(p => (q.Id, Hit: index.Rank(p, 1).FirstOrDefault())))
            .Where(a => a.Hit.Confidence >= 0.5).ToList();
        var right = answered.Count(a => a.Hit.Id == a.Id) / (double)answered.Count;
        output.WriteLine($"{answered.Count} answered, {right:f3} right");
        Assert.True(answered.Count >= 200, $"{answered.Count} answered");
        Assert.True(right >= 0.97, $"{right:f3} right");
    }

    private static int Best(FieldIndex index, string text)
    {
        var scores = new double[index.Count];
        index.Score([.. KnowledgeTerms.Words(text).Distinct().Select(w => (w, index.Rarity(w)))], 1, scores);
        return Array.IndexOf(scores, scores.Max());
    }

    private static double Share(List<(string Id, string Text)> asked, KnowledgeIndex index) => Right(asked, index) / (double)asked.Count;

    private static int Right(IEnumerable<(string Id, string Text)> asked, KnowledgeIndex index) =>
        asked.Count(a => index.Rank(a.Text, 1) is [var hit] && hit.Id == a.Id);

    private static KnowledgeIndex Build(List<Question> questions, Func<Question, IEnumerable<string>> phrasings) =>
        new(questions.Select(q => new KnowledgeEntry { Id = q.Id, Title = q.Title, Answer = q.Answer, Phrasings = [.. phrasings(q)] }));

    private static List<Question> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.Find(Threads)));
        return [.. document.RootElement.GetProperty("qapair").EnumerateArray().Select((pair, i) => new Question(
            i.ToString(), pair.GetProperty("question").GetString()!,
            string.Join('\n', pair.GetProperty("answer").EnumerateArray().Select(a => a.GetString())),
            [.. pair.GetProperty("rephr").EnumerateArray().Select(r => r.GetString()!).Where(r => r.Trim() != "*")]))];
    }
}
