using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>The people of a tenant, for use inside other capabilities' transactions.</summary>
public sealed class StaffStore(IIdentifiers identifiers, BusinessTime clock, MachineTime machine, IBus bus)
{
    internal static readonly Statements Sql = new(typeof(StaffStore).Assembly, "Access.access.sql");

    public async Task<Staff?> Find(IReader reader, string id) => (await reader.One<StaffRow>(Sql["FindStaff"], new { id }))?.ToStaff();

    public async Task<IReadOnlyList<Staff>> List(IReader reader) => (await reader.Many<StaffRow>(Sql["ListStaff"])).Select(row => row.ToStaff()).ToList();

    internal Task<StaffRow?> FindRow(IReader reader, string id) => reader.One<StaffRow>(Sql["FindStaff"], new { id });

    internal Task<StaffRow?> FindByEmail(IReader reader, string email) => reader.One<StaffRow>(Sql["FindStaffByEmail"], new { email = Normalize(email) });

    /// <summary>Creates or changes a person by id. A null password keeps the one there is.</summary>
    public async Task Save(ITransaction transaction, Staff staff, string? passwordHash)
    {
        var before = await Find(transaction, staff.Id);
        await transaction.Execute(Sql["SaveStaff"], new
        {
            staff.Id,
            staff.Name,
            Email = Normalize(staff.Email),
            staff.Language,
            PasswordHash = passwordHash,
            Roles = Json.Write(staff.Roles),
            Units = Json.Write(staff.Units),
            Languages = Json.Write(staff.Languages),
            Capacity = (long)staff.Capacity,
            staff.Team,
            staff.Merchant,
            staff.Cohort,
            Active = staff.Active ? 1L : 0L,
            Simulated = staff.Simulated ? 1L : 0L,
            staff.Grade,
        });
        if (!staff.Active)
        {
            await transaction.Execute(Sql["EndSessionsOf"], new { staff = staff.Id });
        }

        // Open pages carry the rights they came in with: after a change they are cut off and come in anew, if they still may.
        if (before is not null && (!staff.Active || !before.Roles.Order().SequenceEqual(staff.Roles.Order()) || before.Merchant != staff.Merchant || before.Grade != staff.Grade))
        {
            transaction.AfterCommit(() => bus.Publish(CallerEnds.Of(transaction.Tenant, staff.Id)));
        }

        // Dispatch learns of skills, languages and capacity from here.
        await transaction.Append(new TimelineEntry
        {
            Id = identifiers.New(), Kind = "access.staff-saved", At = clock.Now, RecordedAt = machine.Now, Staff = staff.Id, AuthorParty = "system",
        });
    }

    internal static string Normalize(string email) => email.Trim().ToLowerInvariant();

    internal sealed class StaffRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Email { get; init; } = "";

        public string Language { get; init; } = "";

        public string? PasswordHash { get; init; }

        public string Roles { get; init; } = "[]";

        public string Units { get; init; } = "[]";

        public string Languages { get; init; } = "[]";

        public long Capacity { get; init; }

        public string? Team { get; init; }

        public string? Merchant { get; init; }

        public string Cohort { get; init; } = "";

        public long Active { get; init; }

        public long Simulated { get; init; }

        public string Grade { get; init; } = Grades.Standard;

        public Staff ToStaff() => new(
            Id, Name, Email, Language, Json.Read<List<string>>(Roles)!, Json.Read<List<string>>(Units)!, Json.Read<List<string>>(Languages)!,
            (int)Capacity, Team, Merchant, Cohort, Active != 0, Simulated != 0, Grade);
    }
}
