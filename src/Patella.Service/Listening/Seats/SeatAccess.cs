using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Listening.Seats;

/// <summary>Who may see and do what with a session.</summary>
internal static class SeatAccess
{
    /// <summary>Those who look after sessions without sitting in them.</summary>
    public const Permission Lookers = Permission.Supervise | Permission.Observe;

    public const Permission Sitters = Permission.ListenIn | Permission.Serve;

    public static bool MaySee(Caller caller, ListeningSession session) => IsListener(caller, session) || IsHost(caller, session) || caller.Has(Lookers);

    /// <summary>The words of drafts are for the two who sit, and for supervisors.</summary>
    public static bool MaySeeDrafts(Caller caller, ListeningSession session) => IsListener(caller, session) || IsHost(caller, session) || caller.Has(Permission.Supervise);

    public static bool IsListener(Caller caller, ListeningSession session) => caller.Kind == CallerKind.Staff && session.Listener == caller.Id;

    public static bool IsHost(Caller caller, ListeningSession session) => caller.Kind == CallerKind.Staff && session.Host == caller.Id;

    public static bool MaySit(Caller caller, ListeningSession session) => IsListener(caller, session) || IsHost(caller, session);

    /// <summary>Null when somebody needs no seat: who serves consumers and is no newcomer to it hears them every day.</summary>
    public static string? LevelOf(Caller caller)
        => caller.Roles.Contains(Roles.Executive) || caller.Roles.Contains(Roles.BusinessOwner) ? ListeningLevel.Executive
            : caller.Has(Permission.Serve) && caller.Grade != Grades.Trainee ? null
            : caller.Has(Permission.ListenIn) ? ListeningLevel.Newcomer : null;

    /// <summary>Whether somebody can have others beside them.</summary>
    public static bool CanHost(Staff person) => person.Active && person.Has(Permission.Serve) && person.Grade != Grades.Trainee;

    /// <summary>The session, held until this transaction ends, for one who sits in it; anybody else does not find it.</summary>
    public static async Task<Outcome<ListeningSession>> Held(ITransaction transaction, string id, Func<ListeningSession, bool> may)
        => await ListeningStore.Lock(transaction, id) is { } session && may(session) ? session : Problem.NotFound("The listening session");
}
