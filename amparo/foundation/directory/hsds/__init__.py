"""The directory as other directories read and write it: HSDS 3 of Open Referral."""
