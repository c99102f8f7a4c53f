using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace BalanceBot.Sandbox.ChatPage;

/// <summary>The files of the page. They travel inside the assembly, so that a run, a publish and a test all find them.</summary>
internal sealed class PageAssets
{
    private const string Prefix = "page/";

    private PageAssets(FrozenDictionary<string, Asset> files) => Files = files;

    public FrozenDictionary<string, Asset> Files { get; }

    public static PageAssets Load()
    {
        var types = new FileExtensionContentTypeProvider();
        var assembly = typeof(PageAssets).Assembly;
        var files = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (
            var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
        )
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            // MSBuild writes the folders of a resource name with the separator of the building machine.
            var path = "/" + name[Prefix.Length..].Replace('\\', '/');
            var type = types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
            var tag = $"\"{Convert.ToHexString(SHA256.HashData(bytes).AsSpan(0, 8))}\"";
            files[path] = new(
                bytes,
                type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type,
                tag
            );
        }
        files["/"] = files["/index.html"];
        return new(files.ToFrozenDictionary(StringComparer.Ordinal));
    }

    internal sealed record Asset(byte[] Bytes, string ContentType, string Tag);
}
