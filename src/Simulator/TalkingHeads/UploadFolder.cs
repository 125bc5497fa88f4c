using System.Security.Cryptography;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Files that clients have uploaded, by the hash of their content, so that a restarted simulator still has them. Safe for several threads.</summary>
internal sealed class UploadFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _isTemporary;

    /// <summary>A folder and what lies in it from an earlier time.</summary>
    /// <param name="path">The folder; made when it is missing.</param>
    /// <param name="isTemporary">True to remove the folder in the end.</param>
    public UploadFolder(string path, bool isTemporary)
    {
        (_path, _isTemporary) = (path, isTemporary);
        Directory.CreateDirectory(path);
    }

    /// <summary>Keeps a file.</summary>
    /// <returns>Its name, which is the hash of its content.</returns>
    public async Task<string> PutAsync(byte[] content, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(content));
        if (File.Exists(PathOf(name))) return name;
        var draft = Path.Combine(_path, Path.GetRandomFileName());
        await File.WriteAllBytesAsync(draft, content, cancellationToken);
        File.Move(draft, PathOf(name), overwrite: true);
        return name;
    }

    /// <summary>True when a file of this name was uploaded.</summary>
    public bool Has(string name) => name.Length == SHA256.HashSizeInBytes * 2 && name.All(char.IsAsciiHexDigitLower) && File.Exists(PathOf(name));

    /// <summary>The content of a file.</summary>
    public Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken) => File.ReadAllBytesAsync(PathOf(name), cancellationToken);

    /// <summary>Where a file lies.</summary>
    public string PathOf(string name) => Path.Combine(_path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTemporary) Directory.Delete(_path, recursive: true);
    }
}
