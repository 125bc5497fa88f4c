using System.Security.Cryptography;
using FunctionsPipeline.Simulator.Clips;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Files that clients have uploaded, by their content: beside a journal they stay with it, otherwise they go with the simulator. Safe for several threads.</summary>
internal sealed class UploadFolder : IDisposable
{
    private readonly bool _isTemporary;
    private readonly Lazy<string> _path;

    /// <summary>A folder that is made with the first file.</summary>
    public UploadFolder(SimulatorOptions options)
    {
        _isTemporary = options.JournalPath is null;
        _path = new Lazy<string>(() => options.JournalPath is { } journal ? Directory.CreateDirectory(Path.GetFullPath(journal) + ".uploads").FullName : TemporaryFolder.Create());
    }

    /// <summary>Keeps a file.</summary>
    /// <returns>Its name here: a hash, so that the same file has the same name.</returns>
    public async Task<string> KeepAsync(byte[] content, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(content));
        var path = PathOf(name);
        if (File.Exists(path)) return name;
        var draft = path + "." + Path.GetRandomFileName();
        await File.WriteAllBytesAsync(draft, content, cancellationToken);
        File.Move(draft, path, overwrite: true);
        return name;
    }

    /// <summary>True when there is a file of that name.</summary>
    public bool Has(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower) && File.Exists(PathOf(name));

    /// <summary>Where a file lies.</summary>
    public string PathOf(string name) => Path.Combine(_path.Value, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTemporary && _path.IsValueCreated) Directory.Delete(_path.Value, recursive: true);
    }
}
