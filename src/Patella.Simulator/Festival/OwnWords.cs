using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>
/// Nobody asks exactly as the knowledge base has it: a greeting before, a word of thanks or hurry after, punctuation gone.
/// How well wholly unseen phrasings are found is a matter for the evaluations, not for this load.
/// </summary>
public static class OwnWords
{
    private static readonly Dictionary<string, (string[] Before, string[] After)> Words = new()
    {
        [Languages.Chinese] = (["", "", "你好，", "请问", "麻烦问一下，", "在吗，"], ["", "", "，谢谢", "，急", "呢", "？？"]),
        [Languages.English] = (["", "", "Hi, ", "Hello, ", "Excuse me, "], ["", "", ", thanks", ", please help", "??"]),
    };

    /// <summary>The question with somebody's own words around it.</summary>
    public static string Around(string question, string language, SeededRandom random)
    {
        if (!Words.TryGetValue(language, out var words))
        {
            return question;
        }
        var core = random.Chance(0.5) ? question.TrimEnd('?', '？', '.', '。') : question;
        return random.Pick(words.Before) + core + random.Pick(words.After);
    }
}
