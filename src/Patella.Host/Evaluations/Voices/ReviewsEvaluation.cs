using System.Diagnostics;
using System.Text;
using Patella.Kernel.Learning;
using Patella.Kernel.Learning.Training;

namespace Patella.Host.Evaluations.Voices;

/// <summary>One figure of the evaluation beside its goal.</summary>
/// <param name="Right">Texts told right.</param>
/// <param name="Second">Of them all, how many were looked at twice.</param>
public sealed record ReviewFigure(string What, int Right, int Total, double Goal, long Second, double TrainSeconds)
{
    public double Percent => Total == 0 ? 0 : 100.0 * Right / Total;

    public bool Reached => Percent >= Goal;
}

/// <summary>Trains on four fifths of the reviews and measures on the fifth held out: sentiment of both sets and the ten categories, with the first look alone and with the second one.</summary>
public static class ReviewsEvaluation
{
    private static readonly TrainingOptions Options = new() { SecondBits = 20 };

    /// <param name="every">Takes every n-th review only; 1 for all.</param>
    public static IReadOnlyList<ReviewFigure> Run(string folder, int every = 1)
    {
        var food = Some(ReviewSet.Read(folder, ReviewSet.Food), every);
        var shopping = Some(ReviewSet.Read(folder, ReviewSet.Shopping), every);
        return
        [
            .. Sentiment("food delivery, sentiment", food, 90, 90),
            .. Sentiment("shopping, sentiment", shopping, 92.5, 93.5),
            .. Categories("shopping, ten categories", shopping, 90, 90),
        ];
    }

    private static List<Review> Some(IReadOnlyList<Review> reviews, int every) => [.. reviews.Where((_, index) => index % every == 0)];

    private static IEnumerable<ReviewFigure> Sentiment(string what, List<Review> reviews, double first, double cascade)
        => Measure(what, new ReasonTable([]), reviews, review => new LabelledText(review.Text, null, Tone(review)), (review, told, _) => told.Sentiment == Tone(review), first, cascade);

    private static IEnumerable<ReviewFigure> Categories(string what, List<Review> reviews, double first, double cascade)
    {
        var table = new ReasonTable([.. reviews.Select(review => review.Category).Distinct().Order(StringComparer.Ordinal).Select(category => new ReasonStage(category, ["reason-" + category]))]);
        return Measure(what, table, reviews, review => new LabelledText(review.Text, "reason-" + review.Category), (review, told, of) => of.StageCode(told.Stage) == review.Category, first, cascade);
    }

    private static IEnumerable<ReviewFigure> Measure(
        string what, ReasonTable table, List<Review> reviews, Func<Review, LabelledText> label, Func<Review, Understanding, ReasonTable, bool> isRight, double first, double cascade)
    {
        var watch = Stopwatch.StartNew();
        var model = VoiceTrainer.Train(table, [.. reviews.Where(review => !review.Held).Select(label)], Options);
        var seconds = watch.Elapsed.TotalSeconds;
        foreach (var second in (bool[])[false, true])
        {
            var reader = new VoiceReader(model, new FamilyIndex(1024)) { Cascade = second };
            var held = reviews.Where(review => review.Held).ToList();
            var right = held.Count(review => isRight(review, reader.Read(Encoding.UTF8.GetBytes(review.Text), 0), table));
            yield return new ReviewFigure($"{what}, {(second ? "cascade" : "line speed")}", right, held.Count, second ? cascade : first, reader.SecondLooks, seconds);
        }
    }

    private static sbyte Tone(Review review) => (sbyte)(review.IsGood ? 1 : -1);
}
