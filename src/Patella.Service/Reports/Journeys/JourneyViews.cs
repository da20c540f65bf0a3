using Patella.Service.Edge;
using Patella.Service.Orders;

namespace Patella.Service.Reports.Journeys;

/// <summary>One thing that happened to an order, in whichever system.</summary>
/// <param name="System">order, parcel, payment, conversation, case, action, remedy, voice or promise.</param>
/// <param name="Kind">The event's name in the timeline; of the order's own promise: promise.ship-by, .arrive-by or .refund-by.</param>
/// <param name="Title">What happened, in the caller's language.</param>
/// <param name="Detail">What was said or where, if the caller may read it; shortened.</param>
/// <param name="Count">Messages of one conversation that follow each other are one entry of so many.</param>
/// <param name="By">consumer, bot, agent, merchant, carrier or system.</param>
/// <param name="Ref">Id of the conversation, case, action, remedy, payment, refund or parcel.</param>
/// <param name="Link">Where staff open it: a path of the console.</param>
/// <param name="State">kept, at-risk, broken; absent where nothing was at stake.</param>
public sealed record JourneyEntry(
    DateTimeOffset At, string System, string Kind, string Title, string? Detail, Money? Amount, long Count, string By, string? Unit, string? Ref, string? Link, string? State);

/// <summary>One order over all systems, oldest first.</summary>
/// <param name="Cut">True when older entries were left out because there are more than one answer holds.</param>
public sealed record JourneyView(OrderCard Order, IReadOnlyList<JourneyEntry> Entries, bool Cut);
