import java.nio.file.*;
import java.security.*;
import java.security.spec.X509EncodedKeySpec;
import java.util.*;
import javax.crypto.*;
import javax.crypto.spec.*;

/** Locks a record as ODK Collect does, with the ciphers of Java: what ours is tried against. */
class Locker {
    static byte[] seed;
    static int at = 0;

    /** Arguments: public key, form, version, instance, folder; then the files, the record last. */
    public static void main(String[] told) throws Exception {
        byte[] der = Base64.getDecoder().decode(told[0]);
        PublicKey open = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        KeyGenerator maker = KeyGenerator.getInstance("AES");
        maker.init(256);
        SecretKey key = maker.generateKey();
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update(told[3].getBytes("UTF-8"));
        seed = md5.digest(key.getEncoded());
        String locked = rsa(open, key.getEncoded());
        StringBuilder said = new StringBuilder();
        for (String each : new String[] {told[1], told[2], locked, told[3]}) said.append(each).append('\n');
        StringBuilder files = new StringBuilder();
        for (int file = 5; file < told.length; file++) {
            Path path = Paths.get(told[4], told[file]);
            byte[] plain = Files.readAllBytes(path);
            said.append(told[file]).append("::").append(hex(MessageDigest.getInstance("MD5").digest(plain))).append('\n');
            Files.write(Paths.get(told[4], told[file] + ".enc"), aes(key, plain));
            boolean last = file == told.length - 1;
            files.append(last ? "<encryptedXmlFile>" : "<media><file>").append(told[file]).append(".enc").append(last ? "</encryptedXmlFile>" : "</file></media>");
        }
        String signed = rsa(open, MessageDigest.getInstance("MD5").digest(said.toString().getBytes("UTF-8")));
        System.out.print("<data xmlns=\"http://www.opendatakit.org/xforms/encrypted\" encrypted=\"yes\" id=\"" + told[1]
            + "\" version=\"" + told[2] + "\"><base64EncryptedKey>" + locked + "</base64EncryptedKey>"
            + "<orx:meta xmlns:orx=\"http://openrosa.org/xforms\"><orx:instanceID>" + told[3] + "</orx:instanceID></orx:meta>"
            + files + "<base64EncryptedElementSignature>" + signed + "</base64EncryptedElementSignature></data>");
    }

    static byte[] aes(SecretKey key, byte[] plain) throws Exception {
        ++seed[at % seed.length];
        ++at;
        Cipher cipher = Cipher.getInstance("AES/CFB/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(seed));
        return cipher.doFinal(plain);
    }

    static String rsa(PublicKey open, byte[] plain) throws Exception {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, open);
        return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
    }

    static String hex(byte[] told) {
        StringBuilder found = new StringBuilder();
        for (byte each : told) found.append(String.format("%02x", each));
        return found.toString();
    }
}
