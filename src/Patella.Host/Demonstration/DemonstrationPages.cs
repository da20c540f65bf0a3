using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Patella.Host.Demonstration.Tour;
using Patella.Host.Hosting;
using Patella.Host.Pages;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Tenants;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Voices;

namespace Patella.Host.Demonstration;

/// <summary>The demonstration's start page, its one-click entrances and its sample shops. None of it exists without the demonstration.</summary>
public static class DemonstrationPages
{
    private static readonly Dictionary<string, string> Entrances = new()
    {
        ["agent"] = "/console/desk", ["supervisor"] = "/console/board", ["merchant"] = "/console/shop", ["executive"] = "/console/board", ["finance"] = "/console/finance",
        ["rule-owner"] = "/console/rules", ["legal"] = "/console/rules", ["analyst"] = "/console/voices", ["administrator"] = "/console/settings",
    };

    public static void MapDemonstration(this WebApplication app)
    {
        app.MapGet("/", Start).OpenToAll().ExcludeFromDescription();
        app.MapGet("/demo/shop/{unit}", Shop).OpenToAll().ExcludeFromDescription();
        app.MapGet("/demo/enter/{persona}", Enter).OpenToAll().ExcludeFromDescription();
        app.MapTour();
    }

    private static async Task<IResult> Start(string? lang, HttpContext http, IStore store, TenantStore tenants)
    {
        var language = StartWords.Choose(lang, http.Request.Headers.AcceptLanguage);
        var units = await store.Read(DemonstrationTenant.Tenant, tenants.ListUnits);
        return new RazorComponentResult<StartPage>(new Dictionary<string, object?>
        {
            ["Language"] = language, ["Words"] = StartWords.In(language), ["Shops"] = units.Select(unit => new ShopLink(unit.Code, unit.Name.In(language))).ToList(),
        });
    }

    private static async Task<IResult> Shop(string unit, string? lang, HttpContext http, IStore store, TenantStore tenants)
    {
        var language = StartWords.Choose(lang, http.Request.Headers.AcceptLanguage);
        var shop = (await store.Read(DemonstrationTenant.Tenant, tenants.ListUnits)).FirstOrDefault(known => known.Code == unit);
        return shop is null ? Results.NotFound() : new RazorComponentResult<ShopPage>(new Dictionary<string, object?>
        {
            ["Language"] = language, ["Words"] = StartWords.In(language), ["Tenant"] = DemonstrationTenant.Tenant.Value, ["Code"] = shop.Code, ["Unit"] = shop.Name.In(language), ["Token"] = ConsumerToken(language),
        });
    }

    /// <param name="to">Where to, below the console; the person's own first page when it names another place.</param>
    private static async Task<IResult> Enter(string persona, string? lang, string? to, HttpContext http, IStore store, StaffStore people, Sessions sessions)
    {
        var language = StartWords.Choose(lang, http.Request.Headers.AcceptLanguage);
        if (persona == "consumer")
        {
            return Results.Redirect($"/help/{DemonstrationTenant.Tenant}?unit=market&app-version={VoiceFaults.Version}&lang={language}&token={Uri.EscapeDataString(ConsumerToken(language))}");
        }

        if (!DemoPersonas.Emails.TryGetValue(persona, out var email))
        {
            return Results.NotFound();
        }

        var staff = (await store.Read(DemonstrationTenant.Tenant, people.List)).FirstOrDefault(person => person.Email == email);
        if (staff is null)
        {
            return Results.Redirect("/");
        }

        var (token, _) = await store.Write(DemonstrationTenant.Tenant, transaction => sessions.Open(transaction, staff.Id, new SessionStart("demonstration")));
        SessionViews.SetCookie(http, Authentication.Cookie, token);
        return Results.LocalRedirect(Place(to is not null && to.StartsWith("/console/", StringComparison.Ordinal) ? to : Entrances[persona], language));
    }

    /// <summary>The page in the language that was chosen, whatever else its address says.</summary>
    private static string Place(string page, string language) => $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}";

    /// <summary>What the simulated marketplace says of its consumer to be.</summary>
    private static string ConsumerToken(string language)
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(DemoPersonas.ConsumerSecret(DemonstrationTenant.Seed))) { KeyId = DemoPersonas.ConsumerKeyId };
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Audience = "patella:" + DemonstrationTenant.Tenant,
            Subject = new ClaimsIdentity([new Claim("sub", DemoPersonas.ConsumerExternalId), new Claim("locale", language)]),
            Expires = MachineClock.Provider.GetUtcNow().UtcDateTime.AddHours(12),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
    }
}
