using System.Text.Json;
using System.Text.RegularExpressions;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Cases;

/// <summary>The cases section of the settings: read and changed as one document, audited, exported with the rest.</summary>
internal sealed partial class SaveCaseSettings(IStore store, TenantStore tenants, CaseOwners owners, AuditTrail audit) : ISettingsSection
{
    private const int TextLimit = 60_000;

    public string Name => "cases";

    public Task<CaseSettings> Read(Caller caller) => store.Read(caller.Tenant, owners.Settings);

    public async Task<Outcome<CaseSettings>> Change(Caller caller, CaseSettings? wanted)
    {
        var check = new Validation();
        Check(wanted, "", (await store.Read(caller.Tenant, owners.Units)), check);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<CaseSettings>> (transaction) =>
        {
            await tenants.SaveSetting(transaction, CaseOwners.SettingKey, wanted);
            await audit.Write(transaction, caller, "cases.settings-changed", "settings:cases", new { statuses = wanted!.Statuses.Count, kinds = wanted.Kinds.Count, fields = wanted.Fields.Count, wanted.ExperienceUnit });
            return wanted;
        });
    }

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        var wanted = section.ValueKind == JsonValueKind.Object ? section.Deserialize<CaseSettings>(Json.Options) : null;
        Check(wanted, "/cases", context.UnitCodes, check);
        return Task.FromResult<object>(wanted ?? CaseSettings.Default);
    }

    public Task Save(ITransaction transaction, object prepared) => tenants.SaveSetting(transaction, CaseOwners.SettingKey, (CaseSettings)prepared);

    public async Task<object> Export(IReader reader) => await owners.Settings(reader);

    private static void Check(CaseSettings? wanted, string at, IReadOnlySet<string> units, Validation check)
    {
        if (wanted?.Statuses is null || wanted.Kinds is null || wanted.Fields is null || wanted.ClosedUnits is null || wanted.KeptTiers is null
            || wanted.Statuses.Any(one => one?.Name is null) || wanted.Kinds.Any(one => one?.Name is null || one.Reasons is null) || wanted.Fields.Any(one => one?.Name is null))
        {
            check.Must(false, at, "Must have statuses, kinds, fields, closedUnits and keptTiers, each complete.");
            return;
        }

        CheckStatuses(wanted, at, check);
        CheckKinds(wanted, at, units, check);
        check.Must(wanted.ExperienceUnit is null || units.Contains(wanted.ExperienceUnit), at + "/experienceUnit", "Must be the code of a unit.")
            .Must(wanted.ClosedUnits.All(units.Contains), at + "/closedUnits", "Must be codes of units.")
            .Must(wanted.ClosedUnits.Count < units.Count, at + "/closedUnits", "One unit at least takes cases.")
            .Must(wanted.ReopenDays is >= 0 and <= 365, at + "/reopenDays", "Must be 0 to 365.")
            .Must(wanted.PromiseMinutes is >= 1 and <= 86_400, at + "/promiseMinutes", "Must be 1 to 86,400.")
            .Must(wanted.TransferMinutes is >= 1 and <= 86_400, at + "/transferMinutes", "Must be 1 to 86,400.")
            .Must(wanted.TimeZone is null || SpokenTime.FindZone(wanted.TimeZone) is not null, at + "/timeZone", "Must be an IANA time zone such as Asia/Shanghai.")
            .Must(Json.Write(wanted).Length <= TextLimit, at, $"Must be at most {TextLimit} characters as JSON.");
    }

    private static void CheckStatuses(CaseSettings wanted, string at, Validation check)
    {
        check.Must(wanted.Statuses.Count is > 0 and <= CaseSettings.StatusLimit && wanted.Statuses.DistinctBy(one => one.Code).Count() == wanted.Statuses.Count, at + "/statuses", $"Must be 1 to {CaseSettings.StatusLimit} with different codes.")
            .Must(wanted.Statuses.All(one => Code().IsMatch(one.Code) && one.Code != CaseSettings.MergedStatus), at + "/statuses", "Codes are lower-case words of up to 40 characters; 'merged' is taken.")
            .Must(wanted.Statuses.All(one => CaseCategory.All.Contains(one.Category)), at + "/statuses", $"Categories are {string.Join(", ", CaseCategory.All)}.")
            .Must(wanted.Statuses.Any(one => one.Category == CaseCategory.Open) && wanted.Statuses.Any(one => one.Category == CaseCategory.Closed), at + "/statuses", "There must be an open and a closed one.");
        for (var index = 0; index < wanted.Fields.Count; index++)
        {
            var field = wanted.Fields[index];
            check.Must(Code().IsMatch(field.Code ?? ""), $"{at}/fields/{index}/code", "Must be a lower-case word of up to 40 characters.")
                .OneOf(field.Type, $"{at}/fields/{index}/type", CaseFields.Types)
                .Must(field.Type != "choice" || field.Choices is { Count: > 0 and <= 100 }, $"{at}/fields/{index}/choices", "A choice needs 1 to 100 choices.");
        }

        check.Must(wanted.Fields.Count <= CaseSettings.FieldLimit && wanted.Fields.DistinctBy(one => one.Code).Count() == wanted.Fields.Count, at + "/fields", $"At most {CaseSettings.FieldLimit} with different codes.");
    }

    private static void CheckKinds(CaseSettings wanted, string at, IReadOnlySet<string> units, Validation check)
    {
        check.Must(wanted.Kinds.Count is > 0 and <= CaseSettings.KindLimit && wanted.Kinds.DistinctBy(one => one.Code).Count() == wanted.Kinds.Count, at + "/kinds", $"Must be 1 to {CaseSettings.KindLimit} with different codes.")
            .Must(wanted.Kinds.Any(one => one.Code == CaseSettings.OtherKind), at + "/kinds", $"There must be one with the code '{CaseSettings.OtherKind}'.");
        for (var index = 0; index < wanted.Kinds.Count; index++)
        {
            var kind = wanted.Kinds[index];
            check.Must(Code().IsMatch(kind.Code ?? ""), $"{at}/kinds/{index}/code", "Must be a lower-case word of up to 40 characters.")
                .Must(kind.Unit is null || units.Contains(kind.Unit), $"{at}/kinds/{index}/unit", "Must be the code of a unit.")
                .Must(kind.PromiseMinutes is null or (>= 1 and <= 86_400), $"{at}/kinds/{index}/promiseMinutes", "Must be 1 to 86,400.")
                .Must((kind.Form ?? []).All(code => wanted.Fields.Any(field => field.Code == code)), $"{at}/kinds/{index}/form", "Must be codes of fields.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex Code();
}
