using System.Text.Json;
using Patella.Service.Knowledge;
using Patella.Tests.Kernel.Text;
using Xunit.Abstractions;

namespace Patella.Tests.Service.Knowledge;

/// <summary>How often the first article is the right one, on other people's rephrasings of 63 questions (test data, read by path).</summary>
public class KnowledgeEvaluationTests(ITestOutputHelper output)
{
    private const string Data = "faq-stack/faq.json";

    [SharedDataFact(Data)]
    public void Cold_the_right_article_comes_first_for_three_of_four_rephrasings()
    {
        var threads = Read();
        var ranking = new ArticleRanking(threads.Select(thread => Article(thread, [])));
        Assert.True(FirstHits(threads, _ => ranking, thread => thread.Rephrasings) >= 0.70);
    }

    [SharedDataFact(Data)]
    public void With_other_peoples_words_indexed_nine_of_ten_are_right()
    {
        var threads = Read();
        // Each rephrasing is asked of an index that has every second other one, never itself.
        var even = new ArticleRanking(threads.Select(thread => Article(thread, [.. thread.Rephrasings.Where((_, index) => index % 2 == 0)])));
        Assert.True(FirstHits(threads, _ => even, thread => [.. thread.Rephrasings.Where((_, index) => index % 2 == 1)]) >= 0.88);
    }

    private double FirstHits(IReadOnlyList<Thread> threads, Func<Thread, ArticleRanking> rankingOf, Func<Thread, IReadOnlyList<string>> questionsOf)
    {
        var (asked, right, confident, wrong) = (0, 0, 0, 0);
        foreach (var thread in threads)
        {
            foreach (var question in questionsOf(thread))
            {
                var best = rankingOf(thread).Rank(question, _ => true, 1).FirstOrDefault();
                var hit = best?.Article.Id == thread.Id;
                asked++;
                right += hit ? 1 : 0;
                confident += best?.Confidence >= KnowledgeBase.Threshold ? 1 : 0;
                wrong += best?.Confidence >= KnowledgeBase.Threshold && !hit ? 1 : 0;
            }
        }

        output.WriteLine($"{asked} asked; first right {(double)right / asked:P1}; answered above the threshold {(double)confident / asked:P1}, of those wrong {(double)wrong / Math.Max(1, confident):P1}");
        return (double)right / asked;
    }

    private static Article Article(Thread thread, IReadOnlyList<string> questions) => new(thread.Id, thread.Question, questions, thread.Answer, "en", null, true, null, null, null, 1, 0);

    private static List<Thread> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Find(Data)));
        return document.RootElement.GetProperty("qapair").EnumerateArray().Select((pair, index) => new Thread(
            $"t{index}", pair.GetProperty("question").GetString()!, string.Join('\n', pair.GetProperty("answer").EnumerateArray().Select(answer => answer.GetString())),
            pair.GetProperty("rephr").EnumerateArray().Select(text => text.GetString()!).Where(text => text.Length > 3).ToList())).ToList();
    }

    private sealed record Thread(string Id, string Question, string Answer, IReadOnlyList<string> Rephrasings);
}
