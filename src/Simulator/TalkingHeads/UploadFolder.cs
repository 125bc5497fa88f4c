using System.Security.Cryptography;
using FunctionsPipeline.Simulator.Clips;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Files that clients have uploaded, by the hash of their content, so that a restarted simulator still has them. Safe for several threads.</summary>
internal sealed class UploadFolder : IDisposable
{
    private readonly Lazy<string> _path;
    private readonly bool _isTemporary;

    /// <summary>A folder and what lies in it from an earlier time; made when it is first looked at.</summary>
    /// <param name="path">The folder; null takes a temporary one, which goes in the end.</param>
    public UploadFolder(string? path)
    {
        _isTemporary = path is null;
        _path = new Lazy<string>(() => path is null ? TemporaryFolder.Create() : Directory.CreateDirectory(path).FullName);
    }

    /// <summary>Keeps a file.</summary>
    /// <returns>Its name, which is the hash of its content.</returns>
    public async Task<string> PutAsync(byte[] content, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(content));
        if (File.Exists(PathOf(name))) return name;
        var draft = Path.Combine(_path.Value, Path.GetRandomFileName());
        await File.WriteAllBytesAsync(draft, content, cancellationToken);
        File.Move(draft, PathOf(name), overwrite: true);
        return name;
    }

    /// <summary>True when a file of this name was uploaded.</summary>
    public bool Has(string name) => name.Length == SHA256.HashSizeInBytes * 2 && name.All(char.IsAsciiHexDigitLower) && File.Exists(PathOf(name));

    /// <summary>The content of a file.</summary>
    public Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken) => File.ReadAllBytesAsync(PathOf(name), cancellationToken);

    /// <summary>Where a file lies.</summary>
    public string PathOf(string name) => Path.Combine(_path.Value, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTemporary && _path.IsValueCreated) Directory.Delete(_path.Value, recursive: true);
    }
}
