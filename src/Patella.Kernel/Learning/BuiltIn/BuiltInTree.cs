namespace Patella.Kernel.Learning.BuiltIn;

/// <summary>A stage or a reason as people read it.</summary>
public sealed record TitledCode(string Code, string Chinese, string English);

/// <summary>A stage of the start set with its reasons.</summary>
public sealed record TitledStage(TitledCode Stage, IReadOnlyList<TitledCode> Reasons);

/// <summary>The tree of reasons a marketplace starts with, in Chinese and English.</summary>
public static class BuiltInTree
{
    /// <summary>Stages in the order of a customer's journey.</summary>
    public static IReadOnlyList<TitledStage> Stages { get; } = Parse(EmbeddedText.Read("tree.txt"));

    /// <summary>The same as indexes.</summary>
    public static ReasonTable Table { get; } = new([.. Stages.Select(stage => new ReasonStage(stage.Stage.Code, [.. stage.Reasons.Select(reason => reason.Code)]))]);

    /// <summary>A line without a blank before it is a stage, one with a blank a reason: code|Chinese|English.</summary>
    private static List<TitledStage> Parse(string text)
    {
        var stages = new List<TitledStage>();
        var reasons = new List<TitledCode>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Trim().Split('|');
            var code = new TitledCode(parts[0], parts[1], parts[2]);
            if (line[0] == ' ')
            {
                reasons.Add(code);
                continue;
            }
            reasons = [];
            stages.Add(new TitledStage(code, reasons));
        }
        return stages;
    }
}

/// <summary>Texts that are part of the program.</summary>
internal static class EmbeddedText
{
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream("Patella.Kernel.Learning.BuiltIn." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r", "", StringComparison.Ordinal);
    }
}
