namespace Patella.Service.Surveys;

/// <summary>Sums of one source as they are read.</summary>
internal sealed class SurveySums
{
    public string Source { get; init; } = "";

    public long Asked { get; init; }

    public long Answered { get; init; }

    public long Recommended { get; init; }

    public long Promoters { get; init; }

    public long Detractors { get; init; }

    public long Compared { get; init; }

    public long SimplerSum { get; init; }

    public long Satisfied { get; init; }

    public long SatisfiedSum { get; init; }

    public long Judged { get; init; }

    public long Solved { get; init; }

    public SurveySourceView View() => new(Source, Asked, Answered, Recommended, Promoters, Detractors, Compared, SimplerSum, Satisfied, SatisfiedSum, Judged, Solved);
}
