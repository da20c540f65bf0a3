using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.FileProviders;
using Patella.Host.Hosting;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Host.Pages;

/// <summary>The server's own pages and the built web: the start page, the hosted help page, the console, the widget.</summary>
public static class PageRoutes
{
    public static void MapPages(this WebApplication app, ServeOptions options)
    {
        app.MapGet("/help/{tenant}", Help).OpenToAll().ExcludeFromDescription();
        app.MapGet("/assets/start.css", () => Results.Stream(typeof(PageRoutes).Assembly.GetManifestResourceStream("Patella.Host.Pages.Assets.start.css")!, "text/css")).OpenToAll().ExcludeFromDescription();
        if (!options.Demonstration)
        {
            app.MapGet("/", async (FirstRun firstRun) => Results.Redirect(await firstRun.Offer() is null ? "/console/" : "/console/first-run")).OpenToAll().ExcludeFromDescription();
        }

        if (options.WebFolder is { } web)
        {
            app.MapBuiltWeb(web);
        }
    }

    /// <summary>Files of the widget may be loaded by the marketplace's own pages; the console answers every path below it with its one page.</summary>
    private static void MapBuiltWeb(this WebApplication app, string web)
    {
        var widget = Path.Combine(web, "widget", "dist");
        if (Directory.Exists(widget))
        {
            var files = new PhysicalFileProvider(widget);
            app.MapGet("/widget.js", (HttpContext http) => SendWidget(http, files, "widget.js")).OpenToAll().ExcludeFromDescription();
            // Beside the help pages, because a worker may act for addresses below its own only.
            app.MapGet("/help/push-worker.js", (HttpContext http) => Send(http, files, "push-worker.js", hashed: false) ?? Results.NotFound()).OpenToAll().ExcludeFromDescription();
            app.MapGet("/widget/{**file}", (string file, HttpContext http) => SendWidget(http, files, file)).OpenToAll().ExcludeFromDescription();
        }

        var console = Path.Combine(web, "console", "dist");
        if (Directory.Exists(console))
        {
            var files = new PhysicalFileProvider(console);
            app.MapGet("/console/{**path}", (string? path, HttpContext http) => SendConsole(http, files, path ?? "")).OpenToAll().ExcludeFromDescription();
        }
    }

    private static IResult SendWidget(HttpContext http, PhysicalFileProvider files, string path)
    {
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return Send(http, files, path, hashed: path.Contains('-', StringComparison.Ordinal)) ?? Results.NotFound();
    }

    private static IResult SendConsole(HttpContext http, PhysicalFileProvider files, string path)
        => (path.Length > 0 ? Send(http, files, path, hashed: path.StartsWith("assets/", StringComparison.Ordinal)) : null)
            ?? (path.Contains('.', StringComparison.Ordinal) ? Results.NotFound() : Send(http, files, "index.html", hashed: false) ?? Results.NotFound());

    /// <summary>A file whose name carries its hash is kept by the browser for a year, others are asked for again each time.</summary>
    private static IResult? Send(HttpContext http, PhysicalFileProvider files, string path, bool hashed)
    {
        var file = files.GetFileInfo(path);
        if (!file.Exists || file.IsDirectory)
        {
            return null;
        }

        http.Response.Headers.CacheControl = hashed ? "public, max-age=31536000, immutable" : "no-cache";
        var type = Path.GetExtension(path) switch
        {
            ".js" => "text/javascript",
            ".css" => "text/css",
            ".html" => "text/html; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            ".json" => "application/json",
            ".woff2" => "font/woff2",
            ".ico" => "image/x-icon",
            _ => "application/octet-stream",
        };
        return Results.File(file.PhysicalPath!, type, lastModified: file.LastModified);
    }

    private static async Task<IResult> Help(string tenant, string? unit, string? order, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "app-version")] string? appVersion, string? lang, string? token, HttpContext http, IStore store, TenantStore tenants)
    {
        if (!TenantId.IsValid(tenant) || tenant == TenantId.System.Value || !(await store.Read(TenantId.System, tenants.ListEcosystems)).Any(ecosystem => ecosystem.Id == tenant))
        {
            return Results.NotFound();
        }

        var profile = await store.Read(new TenantId(tenant), tenants.Profile);
        var language = lang ?? StartWords.Choose(null, http.Request.Headers.AcceptLanguage);
        var words = StartWords.In(language);
        return new RazorComponentResult<HelpPage>(new Dictionary<string, object?>
        {
            ["Language"] = language, ["Asked"] = lang is not null, ["Title"] = profile.Name, ["NoScript"] = words.NoScript, ["Tenant"] = tenant, ["Unit"] = unit, ["Order"] = order, ["AppVersion"] = appVersion, ["Token"] = token,
        });
    }
}
