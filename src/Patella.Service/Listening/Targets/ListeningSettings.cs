using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Listening.Targets;

/// <summary>How often somebody should listen in a quarter.</summary>
/// <param name="Kind">staff, grade or role; the closest to the person counts, in this order, and of several roles the highest.</param>
/// <param name="Key">Id of the person, grade, or role.</param>
/// <param name="Sessions">A quarter, 0 to 100; 0 exempts.</param>
public sealed record ListeningTarget(string? Kind, string? Key, int? Sessions);

/// <summary>GET and PUT /listening-settings, and the section <c>listening</c> of the settings document.</summary>
/// <param name="ApprovalsNeeded">Replies of a session the host must have said yes to before they may let them go out at once, 1 to 100.</param>
/// <param name="NameListener">Whether the consumer reads the listener's name beside the host's.</param>
/// <param name="SeatHours">How long a seat waits for the host's yes, and then for a contact, in hours of business time, 1 to 168.</param>
/// <param name="HoldWords">Words at which a reply always waits for the host.</param>
public sealed record ListeningSettings(int? ApprovalsNeeded, bool? NameListener, int? SeatHours, IReadOnlyList<string>? HoldWords, IReadOnlyList<ListeningTarget>? Targets)
{
    /// <summary>What stands before anybody has saved something.</summary>
    internal static readonly ListeningSettings First = new(3, false, 4, [], [new("role", Roles.Executive, 3), new("role", Roles.BusinessOwner, 2)]);

    private static readonly string[] Kinds = ["staff", "grade", "role"];

    internal Validation Check(string at, Validation into)
    {
        into.Must(ApprovalsNeeded is >= 1 and <= 100, at + "/approvalsNeeded", "Must be 1 to 100.")
            .Must(NameListener is not null, at + "/nameListener", "Is required.")
            .Must(SeatHours is >= 1 and <= 168, at + "/seatHours", "Must be 1 to 168.")
            .Must(HoldWords is { Count: <= 200 } && HoldWords.All(word => word is { Length: >= 1 and <= 60 } && !string.IsNullOrWhiteSpace(word)), at + "/holdWords", "Must be at most 200 words of 1 to 60 characters.")
            .Must(Targets is { Count: <= 500 }, at + "/targets", "Must be at most 500 targets.");
        for (var index = 0; index < (Targets?.Count ?? 0); index++)
        {
            var (target, place) = (Targets![index], $"{at}/targets/{index}");
            into.OneOf(target?.Kind, place + "/kind", Kinds).Id(target?.Key, place + "/key").Must(target?.Sessions is >= 0 and <= 100, place + "/sessions", "Must be 0 to 100.")
                .Must(target?.Kind != "role" || target.Key is null || Roles.All.Contains(target.Key), place + "/key", "Is no role.")
                .Must(target?.Kind != "grade" || target.Key is null || Grades.All.Contains(target.Key), place + "/key", "Is no grade.");
        }

        return into.Must(Targets is null || Targets.Select(target => (target?.Kind, target?.Key)).Distinct().Count() == Targets.Count, at + "/targets", "Names one twice.");
    }

    /// <summary>Sessions that a person should have a quarter; null when nobody has said.</summary>
    internal int? TargetOf(Staff person)
        => Find("staff", person.Id) ?? Find("grade", person.Grade) ?? person.Roles.Select(role => Find("role", role)).Max();

    internal bool SameAs(ListeningSettings other) => Json.Write(this) == Json.Write(other);

    private int? Find(string kind, string key) => Targets!.FirstOrDefault(target => target.Kind == kind && target.Key == key)?.Sessions;
}
