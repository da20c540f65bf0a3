namespace Patella.Kernel.Learning.Training;

/// <summary>Trains a model from labelled texts, in seconds; the same texts, options and seed give the same bytes.</summary>
public static class VoiceTrainer
{
    /// <summary>Every tenth text is kept back while the doubts are measured.</summary>
    private const int Fold = 10;

    /// <summary>Below this many texts held back nothing can be calibrated.</summary>
    private const int LeastHeld = 20;

    /// <summary>Trains on all texts; where it should doubt itself is measured before on a tenth held back.</summary>
    /// <exception cref="ArgumentException">A text names a reason that is not in the table, or there is no text.</exception>
    public static VoiceModel Train(ReasonTable reasons, IReadOnlyList<LabelledText> texts, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new TrainingOptions();
        if (texts.Count == 0) throw new ArgumentException("There is nothing to learn from.", nameof(texts));
        foreach (var text in texts)
            if (!string.IsNullOrEmpty(text.Reason) && !reasons.TryReason(text.Reason, out _)) throw new ArgumentException($"'{text.Reason}' is no reason of the tree.", nameof(texts));
        var doubts = new ModelDoubts(float.NegativeInfinity, 0, 0);
        var held = texts.Where((_, index) => index % Fold == Fold - 1).ToList();
        if (held.Count >= LeastHeld)
        {
            var trial = Build(reasons, [.. texts.Where((_, index) => index % Fold != Fold - 1)], options, doubts);
            doubts = DoubtCalibration.Of(trial, held, options);
        }
        return Build(reasons, texts, options, doubts);
    }

    private static VoiceModel Build(ReasonTable reasons, IReadOnlyList<LabelledText> texts, TrainingOptions options, ModelDoubts doubts)
    {
        var costs = texts.Select(text => (float)Math.Max(1, text.Copies)).ToArray();
        var line = FeatureMatrix.Of(texts.Select(text => text.Text), options.Grams, false);
        var labels = Labels(reasons, texts, out var classes);
        var first = Head(line, labels, costs, options.FirstBits, classes, options);
        var second = options.SecondBits == 0 ? null : Head(FeatureMatrix.Of(texts.Select(text => text.Text), options.Grams, true), labels, costs, options.SecondBits, classes, options);
        var within = new HashedHead?[reasons.Stages.Count];
        for (ushort stage = 1; stage < within.Length; stage++)
            if (reasons.ReasonsOf(stage) > 1) within[stage] = Within(reasons, stage, texts, options);
        return new VoiceModel(options.Grams, reasons, first, second, within, doubts);
    }

    private static HashedHead Head(FeatureMatrix matrix, sbyte[] labels, float[] costs, int bits, int classes, TrainingOptions options)
    {
        var head = new HashedHead(bits, classes);
        LinearTrainer.Train(matrix, labels, costs, head, options);
        Silence(head, labels, classes - 6, 1);
        Silence(head, labels, classes - 3, 0);
        for (var stage = 0; stage < classes - 6; stage++)
            if (!HasExample(labels, classes, stage)) head.Bias[stage] = -1e6f;
        return head;
    }

    /// <summary>Tones nobody gave an example of are never answered; with no example at all it is the ordinary one.</summary>
    private static void Silence(HashedHead head, sbyte[] labels, int from, int ordinary)
    {
        for (var tone = 0; tone < VoiceModel.Tones; tone++)
            if (!HasExample(labels, head.Classes, from + tone)) (head.Bias[from + tone], head.Scale[from + tone]) = (tone == ordinary ? -9 : -10, 0);
    }

    private static bool HasExample(sbyte[] labels, int classes, int lane)
    {
        for (var at = lane; at < labels.Length; at += classes)
            if (labels[at] > 0) return true;
        return false;
    }

    private static HashedHead Within(ReasonTable reasons, ushort stage, IReadOnlyList<LabelledText> texts, TrainingOptions options)
    {
        var own = texts.Where(text => reasons.TryReason(text.Reason, out var reason) && reasons.StageOf(reason) == stage).ToList();
        var classes = reasons.ReasonsOf(stage);
        var head = new HashedHead(options.WithinBits, classes);
        var labels = new sbyte[own.Count * classes];
        for (var row = 0; row < own.Count; row++)
        {
            reasons.TryReason(own[row].Reason, out var reason);
            Mark(labels.AsSpan(row * classes, classes), reason - reasons.FirstReason(stage));
        }
        LinearTrainer.Train(FeatureMatrix.Of(own.Select(text => text.Text), options.Grams, false), labels, [.. own.Select(text => (float)Math.Max(1, text.Copies))], head, options);
        for (var lane = 0; lane < classes; lane++)
            if (!HasExample(labels, classes, lane)) head.Bias[lane] = -1e6f;
        return head;
    }

    private static sbyte[] Labels(ReasonTable reasons, IReadOnlyList<LabelledText> texts, out int classes)
    {
        var stages = reasons.Stages.Count;
        classes = stages + 2 * VoiceModel.Tones;
        var labels = new sbyte[texts.Count * classes];
        for (var row = 0; row < texts.Count; row++)
        {
            var text = texts[row];
            var of = labels.AsSpan(row * classes, classes);
            if (text.Reason is not null)
            {
                reasons.TryReason(text.Reason, out var reason);
                Mark(of[..stages], reasons.StageOf(reason));
            }
            if (text.Sentiment is { } sentiment) Mark(of.Slice(stages, VoiceModel.Tones), sentiment + 1);
            if (text.Urgency is { } urgency) Mark(of.Slice(stages + VoiceModel.Tones, VoiceModel.Tones), urgency);
        }
        return labels;
    }

    private static void Mark(Span<sbyte> classes, int which)
    {
        classes.Fill(-1);
        classes[which] = 1;
    }
}
