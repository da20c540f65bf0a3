using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Reports;

/// <summary>Scheduled reports in the settings document, each with the language it is written in.</summary>
public sealed record ScheduleLine(
    string? Id, string? Name, string? Every, int? Weekday, string? At, string? Zone, string? Unit, string? Entrance, string? Language, IReadOnlyList<string>? Recipients, bool? Active, string? Texts)
{
    internal ScheduleRequest Request => new(Id, Name, Every, Weekday, At, Zone, Unit, Entrance, Language, Recipients, Active);
}

internal sealed class ScheduleSection(Deliveries deliveries) : ListSection<ScheduleLine, ScheduleLine>
{
    public override string Name => "reportSchedules";

    public override async Task<object> Export(IReader reader) => (await reader.Many<Schedule>(ReportStore.Sql["ListSchedules"])).Select(schedule =>
    {
        var view = ScheduleView.Of(schedule);
        return new ScheduleLine(view.Id, view.Name, view.Every, view.Weekday, view.At, view.Zone, view.Unit, view.Entrance, view.Language, view.Recipients, view.Active, schedule.Texts);
    }).ToList();

    protected override void Check(ScheduleLine request, SettingsContext context, string at, Validation into) => request.Request.Check(at, into)
        .Must(request.Unit is null || context.UnitCodes.Contains(request.Unit), at + "/unit", "Must be the code of a unit.")
        .Must(request.Entrance is null || context.UnitCodes.Contains(request.Entrance), at + "/entrance", "Must be the code of a unit.")
        .Text(request.Texts ?? "en", at + "/texts", 2, 20);

    protected override ScheduleLine ToValue(ScheduleLine request) => request;

    protected override Task SaveOne(ITransaction transaction, ScheduleLine value) => deliveries.Load(transaction, value);
}
