using System.Buffers.Binary;
using System.Text;

namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>Files with the box structure of an mp4 and no pictures in them.</summary>
internal static class Mp4
{
    public static byte[] Box(string kind, params byte[][] content)
    {
        var length = 8 + content.Sum(part => part.Length);
        var box = new byte[length];
        BinaryPrimitives.WriteUInt32BigEndian(box, (uint)length);
        Encoding.Latin1.GetBytes(kind, box.AsSpan(4));
        content.SelectMany(part => part).ToArray().CopyTo(box, 8);
        return box;
    }

    public static byte[] FileType => Box("ftyp", "isom"u8.ToArray(), new byte[4]);

    public static byte[] Movie => Box("moov", Box("mvhd", new byte[100]), Box("trak", new byte[40]));

    /// <summary>A whole file whose media bytes count up, so that a part in the wrong place changes the hash.</summary>
    public static byte[] File(int mediaBytes = 300_000)
    {
        var media = new byte[mediaBytes];
        for (var i = 0; i < mediaBytes; i++) media[i] = (byte)(i ^ (i >> 8));
        return [.. FileType, .. Movie, .. Box("mdat", media)];
    }

    /// <summary>The start of a file whose media box is longer than what is here.</summary>
    public static byte[] Head(uint mediaBytes)
    {
        var media = Box("mdat");
        BinaryPrimitives.WriteUInt32BigEndian(media, mediaBytes + 8);
        return [.. FileType, .. Movie, .. media];
    }
}
