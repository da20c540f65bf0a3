using Patella.Kernel.Learning.Training;

namespace Patella.Kernel.Learning.BuiltIn;

/// <summary>
/// The sentences the product brings along, written by us, and the model trained from them. It is trained when first
/// asked for, once a process, in about a second: it then always fits the code that reads it, and nothing binary stands
/// in the repository.
/// </summary>
public static class BuiltInVoices
{
    private const int DrawsOfTemplate = 12;
    private const int Seed = 20261;

    private static readonly Lazy<IReadOnlyList<LabelledText>> AllTexts = new(() => Draw(Seed, DrawsOfTemplate));
    private static readonly Lazy<VoiceModel> TrainedModel = new(() => VoiceTrainer.Train(BuiltInTree.Table, AllTexts.Value, Options));

    /// <summary>
    /// Few templates with many draws: scaled features would take the templates' own words for law and know nothing else (76 % instead of 53 % of sentences by another hand are told right without).
    /// </summary>
    public static TrainingOptions Options { get; } = new() { Smoothing = 0, SecondShare = 0.05f };

    /// <summary>The model of the start set.</summary>
    public static VoiceModel Model => TrainedModel.Value;

    /// <summary>The sentences with what they mean; reasons are codes of <see cref="BuiltInTree"/>, "" where none fits.</summary>
    public static IReadOnlyList<LabelledText> Texts => AllTexts.Value;

    /// <summary>Draws sentences anew: other seeds tell others of the same templates.</summary>
    /// <param name="seed">Of the choices.</param>
    /// <param name="draws">At most so many of each template; equal ones are told once.</param>
    public static IReadOnlyList<LabelledText> Draw(int seed, int draws)
    {
        var random = new Random(seed);
        var texts = new List<LabelledText>();
        foreach (var file in (string[])["sentences-zh.txt", "sentences-en.txt"]) Read(EmbeddedText.Read(file), draws, random, texts);
        var order = texts.ToArray();
        random.Shuffle(order);
        return order;
    }

    /// <summary>
    /// <c># code sentiment urgency</c> begins a reason (<c># -</c> what belongs to none), <c>{name}=</c> a list, anything
    /// else is a template; <c>+1</c>, <c>0</c> or <c>-1</c> before a blank at its start gives it a sentiment of its own.
    /// </summary>
    private static void Read(string text, int draws, Random random, List<LabelledText> into)
    {
        var grammar = new SentenceGrammar();
        var (reason, sentiment, urgency) = ("", (sbyte)0, (byte)0);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#')
            {
                var parts = line.Split(' ');
                reason = parts[1] == "-" ? "" : parts[1];
                (sentiment, urgency) = (sbyte.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture), byte.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture));
                continue;
            }
            if (line[0] == '{' && line.IndexOf("}=", StringComparison.Ordinal) is > 0 and < 24)
            {
                grammar.Define(line);
                continue;
            }
            var (template, own) = Own(line, sentiment);
            var told = new HashSet<string>(StringComparer.Ordinal);
            for (var draw = 0; draw < draws; draw++)
            {
                // Small talk stands alone; a concern comes with a word before and after it, as people write.
                var sentence = grammar.Draw(reason.Length == 0 ? template : "{pre}" + template + "{post}", random);
                if (told.Add(sentence)) into.Add(new LabelledText(sentence, reason, own, urgency));
            }
        }
    }

    private static (string Template, sbyte Sentiment) Own(string line, sbyte sentiment) => line[..2] switch
    {
        "+1" => (line[3..], 1),
        "-1" => (line[3..], -1),
        "0 " => (line[2..], 0),
        _ => (line, sentiment),
    };
}
