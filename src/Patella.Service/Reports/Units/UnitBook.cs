using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Reports.Units;

/// <summary>Groups of a unit's figures; wire values.</summary>
internal static class UnitGroups
{
    public const string Contacts = "contacts";
    public const string Promises = "promises";
    public const string Andon = "andon";
    public const string Obstacles = "obstacles";
    public const string Incidents = "incidents";
    public const string Felt = "felt";
}

/// <summary>What is told of a unit: figures of the reports, by unit, and figures over what the unit had to do.</summary>
internal static class UnitBook
{
    /// <summary>Figures of the reports, and where they stand here.</summary>
    public static readonly IReadOnlyList<(Figure Figure, string Group)> OfReports =
    [
        Known("contact-rate", UnitGroups.Contacts), Known("repeated", UnitGroups.Contacts),
        Known("standards-kept", UnitGroups.Promises), Known("promises-kept", UnitGroups.Promises), Known("case-promises-kept", UnitGroups.Promises),
        Known("satisfied", UnitGroups.Felt), Known("solved", UnitGroups.Felt), Known("recommend", UnitGroups.Felt), Known("simpler", UnitGroups.Felt),
    ];

    public static readonly IReadOnlyList<DeedFigure> OfDeeds =
    [
        DeedFigure.Count("pulls", UnitGroups.Andon, "none", DeedKinds.Pull, (deed, span, _) => DeedFigure.Began(deed, span)),
        DeedFigure.Share("pulls-acknowledged", UnitGroups.Andon, DeedKinds.Pull, deed => deed.TakenAt, deed => deed.TakeBy),
        DeedFigure.Median("pull-acknowledge-time", UnitGroups.Andon, DeedKinds.Pull, deed => deed.TakenAt),
        DeedFigure.Share("pulls-decided", UnitGroups.Andon, DeedKinds.Pull, deed => deed.DoneAt, deed => deed.DoneBy),
        DeedFigure.Median("pull-decide-time", UnitGroups.Andon, DeedKinds.Pull, deed => deed.DoneAt),
        DeedFigure.Count("obstacles-closed", UnitGroups.Obstacles, "up", DeedKinds.Obstacle, (deed, span, _) => DeedFigure.Ended(deed, span)),
        DeedFigure.Median("obstacle-answer-time", UnitGroups.Obstacles, DeedKinds.Obstacle, deed => deed.DoneAt, (deed, span, _) => DeedFigure.Ended(deed, span)),
        DeedFigure.Count("obstacles-waiting", UnitGroups.Obstacles, "down", DeedKinds.Obstacle, (deed, span, _) => deed.StoodAt(span.Until)),
        DeedFigure.Count("incident-calls", UnitGroups.Incidents, "none", DeedKinds.Call, (deed, span, _) => DeedFigure.Began(deed, span)),
        DeedFigure.Share("calls-acknowledged", UnitGroups.Incidents, DeedKinds.Call, deed => deed.TakenAt, deed => deed.TakeBy),
        DeedFigure.Median("call-acknowledge-time", UnitGroups.Incidents, DeedKinds.Call, deed => deed.TakenAt),
        DeedFigure.Median("call-fix-time", UnitGroups.Incidents, DeedKinds.Call, deed => deed.DoneAt),
        DeedFigure.Count("calls-waiting", UnitGroups.Incidents, "down", DeedKinds.Call, (deed, span, _) => deed.StoodAt(span.Until)),
    ];

    private static readonly LocalTexts Texts = new(typeof(UnitBook).Assembly, "Reports.Texts.units.json");

    private static readonly string[] Order = [UnitGroups.Contacts, UnitGroups.Promises, UnitGroups.Andon, UnitGroups.Obstacles, UnitGroups.Incidents, UnitGroups.Felt];

    /// <summary>All with what they mean, group by group.</summary>
    public static IReadOnlyList<FigureView> Views { get; } =
    [
        .. OfReports.Select(one => FigureBook.Views.Single(view => view.Key == one.Figure.Key) with { Group = one.Group })
            .Concat(OfDeeds.Select(figure => new FigureView(figure.Key, figure.Group, figure.Kind, figure.Better, "deeds", Text("name." + figure.Key), Text("definition." + figure.Key))))
            .OrderBy(view => Array.IndexOf(Order, view.Group)),
    ];

    public static DeedFigure? FindDeeds(string? key) => OfDeeds.FirstOrDefault(figure => figure.Key == key);

    private static (Figure Figure, string Group) Known(string key, string group) => (FigureBook.Find(key)!, group);

    private static LocalName Text(string key) => new(Texts.In("zh-CN", key), Texts.In("en", key));
}
