using Patella.Host.Evaluations.Voices;
using Xunit.Abstractions;

namespace Patella.Tests.Evaluations;

/// <summary>The learner on public reviews; <c>patella eval reviews</c> is the same for everybody. Here a sixth of them, all with PATELLA_FULL=1.</summary>
public sealed class ReviewsTests(ITestOutputHelper output)
{
    [ReviewsFact]
    public void A_part_of_the_reviews_is_told_nearly_as_well_as_all_of_them()
    {
        var full = Environment.GetEnvironmentVariable("PATELLA_FULL") == "1";
        var figures = ReviewsEvaluation.Run(ReviewsFactAttribute.Folder!, full ? 1 : 6);
        foreach (var figure in figures)
        {
            output.WriteLine($"{figure.What}: {figure.Right} of {figure.Total}, {figure.Percent:0.00} %");
        }

        Assert.Equal(6, figures.Count);
        Assert.All(figures, figure => Assert.True(figure.Percent > figure.Goal - (full ? 1.5 : 9), $"{figure.What}: {figure.Percent:0.00} %"));
    }

    [ReviewsFact]
    public void The_fifth_that_is_held_out_is_a_fifth_and_equal_texts_are_on_one_side()
    {
        var reviews = ReviewSet.Read(ReviewsFactAttribute.Folder!, ReviewSet.Shopping);
        Assert.InRange(reviews.Count(review => review.Held) / (double)reviews.Count, 0.19, 0.21);
        Assert.All(reviews.GroupBy(review => review.Text), group => Assert.Single(group.Select(review => review.Held).Distinct()));
    }
}

/// <summary>Runs only where the reviews are, beside the repository or where PATELLA_SHARED_DATA says.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReviewsFactAttribute : FactAttribute
{
    public ReviewsFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "the reviews are not here: expected ../shared/data/chinese-reviews beside the repository, or set PATELLA_SHARED_DATA";
        }
    }

    internal static string? Folder { get; } = Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, ReviewSet.Shopping)));

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("PATELLA_SHARED_DATA") is { Length: > 0 } shared)
        {
            yield return Path.Combine(shared, "chinese-reviews");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "..", "shared", "data", "chinese-reviews");
        }
    }
}
