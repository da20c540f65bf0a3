using System.Text;
using Patella.Kernel.Learning;
using Patella.Kernel.Learning.Training;

namespace Patella.Service.Voices.Understanding;

/// <summary>How often a model tells what people said.</summary>
internal static class Measurement
{
    public static (ModelAccuracy Accuracy, List<ReasonCount> Reasons) Of(VoiceModel model, ReasonTree tree, IReadOnlyList<LabelledText> held)
    {
        var reading = new VoiceReading(0, model, tree, new FamilyIndex(1024));
        var (stages, reasons, sentiments, urgencies) = (new Share(), new Share(), new Share(), new Share());
        var counts = new Dictionary<string, ReasonCount>(StringComparer.Ordinal);
        foreach (var text in held)
        {
            var told = reading.Read(Encoding.UTF8.GetBytes(text.Text), 0);
            if (text.Sentiment is { } sentiment)
            {
                sentiments.Add(told.Sentiment == sentiment);
            }

            if (text.Urgency is { } urgency)
            {
                urgencies.Add(told.Urgency == urgency);
            }

            if (text.Reason is { } reason)
            {
                stages.Add(told.Stage == (tree.Resolve(reason)?.Stage ?? ""));
                reasons.Add(told.Reason == reason);
                Count(counts, reason, told.Reason);
            }
        }

        return (new ModelAccuracy(stages.Value, reasons.Value, sentiments.Value, urgencies.Value), [.. counts.Values.OrderBy(one => one.Reason, StringComparer.Ordinal)]);
    }

    /// <summary>More reasons told right; where there is no label of a reason, more sentiments.</summary>
    public static bool IsBetter(ModelAccuracy mine, ModelAccuracy theirs)
        => mine.Reason is { } reason && theirs.Reason is { } before ? reason > before || (reason == before && mine.Sentiment > theirs.Sentiment) : mine.Sentiment > theirs.Sentiment;

    private static void Count(Dictionary<string, ReasonCount> counts, string meant, string told)
    {
        var right = meant == told ? 1 : 0;
        var of = counts.GetValueOrDefault(meant) ?? new ReasonCount(meant, 0, 0, 0);
        counts[meant] = of with { Meant = of.Meant + 1, Told = of.Told + right, Right = of.Right + right };
        if (right == 0)
        {
            of = counts.GetValueOrDefault(told) ?? new ReasonCount(told, 0, 0, 0);
            counts[told] = of with { Told = of.Told + 1 };
        }
    }

    private sealed class Share
    {
        private int _all;
        private int _right;

        public double? Value => _all == 0 ? null : Math.Round((double)_right / _all, 5);

        public void Add(bool right)
        {
            _all++;
            _right += right ? 1 : 0;
        }
    }
}
